using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Simulation;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary><c>pluginci simulate</c>: plays a workload, or random histories, through the gate's own engine.</summary>
internal static class SimulateCommand
{
    private static readonly Argument<string?> WorkloadFile = new("FILE") { Description = "A workload file.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> StrategyName = new("--strategy") { Description = $"The strategy instead of the file's: {string.Join(", ", WorkloadRunner.Strategies)}." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object a strategy, and nothing else." };

    private static readonly Option<int> Soak = new("--soak") { Description = "Play so many random histories with faults instead, and stop at the first that breaks an invariant." };

    private static readonly Option<long?> Seed = new("--seed") { Description = "The seed of the first history; another one each time when it is not given." };

    private static readonly Option<string?> FromHistory = new("--from-history")
    {
        Description = "Play what happened on a server: its pluginci.db, the data folder that holds it, or its address of PostgreSQL. Only read; the server may run meanwhile.",
    };

    private static readonly Option<string?> Queue = new("--queue") { Description = "With --from-history: the queue, where the journal has several." };

    private static readonly Option<string?> Save = new("--save") { Description = "With --from-history: keep the workload as this file, with its trace beside it." };

    public static Command Create()
    {
        var command = new Command("simulate", "Plays a workload through the gate on virtual time and compares it with a gate that knows every outcome.\n\nExample: pluginci simulate tests/workloads/zuul-20.yaml --strategy linear")
        {
            WorkloadFile, StrategyName, Json, FromHistory, Queue, Save, Soak, Seed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Soak) is > 0 and var count)
        {
            return PlayHistories(count, parsed.GetValue(Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue));
        }

        var (file, strategy, isJson) = (parsed.GetValue(WorkloadFile), parsed.GetValue(StrategyName), parsed.GetValue(Json));
        return parsed.GetValue(FromHistory) is { } journal
            ? await PlayHistoryAsync(ReplayCommand.PathOf(journal), parsed.GetValue(Queue), parsed.GetValue(Save), strategy, isJson, cancellationToken)
            : PlayWorkload(file, strategy, isJson);
    }

    private static async Task<int> PlayHistoryAsync(string journal, string? queue, string? save, string? strategy, bool isJson, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("pluginci-simulate-").FullName;
        try
        {
            var file = save ?? Path.Combine(scratch, "history.yaml");
            await using (var database = Database.Look(journal))
            {
                Record(database, JournalQueues.Choose(database, queue), file, cancellationToken);
            }

            return PlayWorkload(file, strategy, isJson);
        }
        catch (Exception trouble) when (trouble is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(trouble.Message);
            return ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Record(Database database, QueueName queue, string file, CancellationToken cancellationToken)
    {
        var store = new JournalStore(database);
        var recorder = new HistoryRecorder(queue.Value);
        foreach (var (happened, state) in store.PlayAll(queue, store.Find(queue)!))
        {
            cancellationToken.ThrowIfCancellationRequested();
            recorder.Take(happened, state);
        }

        recorder.Write(file);
        Console.Error.WriteLine($"{recorder.Decided} changes of queue {queue}; {recorder.WithoutVerdict} left without a verdict and are not played");
    }

    private static int PlayWorkload(string? file, string? strategy, bool isJson)
    {
        if (file is null)
        {
            Console.Error.WriteLine("Name a workload file, or say --from-history DATA to play what happened on a server, or --soak N to play N random histories.");
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
