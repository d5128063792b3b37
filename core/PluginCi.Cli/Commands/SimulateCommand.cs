using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using PluginCi.Simulation;

namespace PluginCi.Cli;

/// <summary><c>pluginci simulate</c>: plays a workload, or random histories, through the gate's own engine.</summary>
internal static class SimulateCommand
{
    private static readonly Argument<string?> WorkloadFile = new("FILE") { Description = "A workload file.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> StrategyName = new("--strategy") { Description = $"The strategy instead of the file's: {string.Join(", ", WorkloadRunner.Strategies)}." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object a strategy, and nothing else." };

    private static readonly Option<int> Soak = new("--soak") { Description = "Play so many random histories with faults instead, and stop at the first that breaks an invariant." };

    private static readonly Option<long?> Seed = new("--seed") { Description = "The seed of the first history; another one each time when it is not given." };

    public static Command Create()
    {
        var command = new Command("simulate", "Plays a workload through the gate on virtual time and compares it with a gate that knows every outcome.\n\nExample: pluginci simulate tests/workloads/zuul-20.yaml --strategy linear")
        {
            WorkloadFile, StrategyName, Json, Soak, Seed,
        };
        command.SetAction(parsed => parsed.GetValue(Soak) > 0
            ? PlayHistories(parsed.GetValue(Soak), parsed.GetValue(Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue))
            : PlayWorkload(parsed.GetValue(WorkloadFile), parsed.GetValue(StrategyName), parsed.GetValue(Json)));
        return command;
    }

    private static int PlayWorkload(string? file, string? strategy, bool isJson)
    {
        if (file is null)
        {
            Console.Error.WriteLine("Name a workload file, or say --soak N to play N random histories.");
            return ExitCode.Usage;
        }

        try
        {
            foreach (var result in WorkloadRunner.Play(file, strategy))
            {
                Console.Out.WriteLine(isJson ? ToJson(result) : result.ToString());
            }

            return ExitCode.Ok;
        }
        catch (InvalidDataException trouble)
        {
            Console.Error.WriteLine(trouble.Message);
            return ExitCode.Failed;
        }
    }

    private static int PlayHistories(int count, long seed)
    {
        Console.Error.WriteLine($"{count} random histories, the first with seed {seed}");
        using var progress = new ProgressLine(count);
        var scenario = SoakRunner.Play(count, (ulong)seed, _ => progress.Show("histories"));
        progress.Clear();
        Console.Out.WriteLine(scenario ?? $"{count} histories, every invariant held");
        return scenario is null ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string ToJson(WorkloadResult result) => JsonSerializer.Serialize(new
    {
        workload = result.Workload,
        strategy = result.Strategy,
        p50 = result.P50,
        p95 = result.P95,
        p99 = result.P99,
        throughput = result.Throughput,
        buildsPerChange = result.BuildsPerChange,
        abortedShare = result.AbortedShare,
        falseEjections = result.FalseEjections,
        landedUntested = result.LandedUntested,
        decisionMsP99 = result.DecisionMsP99,
        oracle = new { p50 = result.OracleP50, p95 = result.OracleP95, p99 = result.OracleP99 },
    });
}
