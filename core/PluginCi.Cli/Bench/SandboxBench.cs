using System.Collections.Immutable;
using System.Diagnostics;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Cli;

/// <summary>Measures builds in the sandbox plugin: the way to their first command, what their limits cost, and their end when many are cancelled at once.</summary>
internal static class SandboxBench
{
    private const int Rounds = 9;

    // Some half a second of the starts of programs, which is what a sandbox could make dearer, and builds are full of.
    private const string Work = "i=0; while [ $i -lt 500 ]; do /bin/true; i=$((i+1)); done";

    public static async Task<IReadOnlyList<BenchFigure>> RunAsync(int builds, string scratch, CancellationToken cancellationToken)
    {
        await using var plugins = await Installation.LoadPluginsAsync(Path.Combine(scratch, "plugins"), cancellationToken);
        var executor = plugins.Executors.FirstOrDefault(executor => executor.Name == "sandbox")
            ?? throw new InvalidOperationException($"The plugin 'sandbox' is not in {Installation.Plugins}, or cannot be loaded; see 'pluginci plugin list'.");
        return
        [
            await MeasureStartAsync(executor, scratch, cancellationToken),
            await MeasureLimitsAsync(executor, scratch, cancellationToken),
            await MeasureCancelAsync(executor, builds, scratch, cancellationToken),
        ];
    }

    private static async Task<BenchFigure> MeasureStartAsync(IExecutor executor, string scratch, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round <= Rounds; round++)
        {
            var output = new FirstLine();
            var start = Stopwatch.GetTimestamp();
            await RunAsync(executor, Request(scratch, "start", "echo started"), output, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start, await output.At));
        }

        return BenchFigure.MedianOf("executor.sandbox.first_command.ms", times.Skip(1));
    }

    // In turn, so that both have the same machine.
    private static async Task<BenchFigure> MeasureLimitsAsync(IExecutor executor, string scratch, CancellationToken cancellationToken)
    {
        var (limited, bare) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round <= Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await RunAsync(executor, Request(scratch, "limited", Work), new FirstLine(), cancellationToken);
            limited.Add(Stopwatch.GetElapsedTime(start));
            start = Stopwatch.GetTimestamp();
            await CliWrap.Cli.Wrap("bwrap")
                .WithArguments(["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-all", "--die-with-parent", "/bin/sh", "-c", Work])
                .ExecuteAsync(cancellationToken);
            bare.Add(Stopwatch.GetElapsedTime(start));
        }

        var ratio = BenchFigure.MedianOf("", limited.Skip(1)).Value / BenchFigure.MedianOf("", bare.Skip(1)).Value;
        return new BenchFigure("executor.sandbox.limit_ratio", Math.Round(ratio, 3), "ratio");
    }

    private static async Task<BenchFigure> MeasureCancelAsync(IExecutor executor, int builds, string scratch, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < 3; round++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var outputs = Enumerable.Range(0, builds).Select(_ => new FirstLine()).ToArray();
            Task<BuildOutcome>[] running = [.. outputs.Select((output, number) => executor.RunAsync(Request(scratch, $"cancel-{number}", "echo started; sleep 600"), output, stop.Token))];
            await Task.WhenAll(outputs.Select(output => output.At));
            var start = Stopwatch.GetTimestamp();
            await stop.CancelAsync();
            var ends = await Task.WhenAll(running);
            times.Add(Stopwatch.GetElapsedTime(start));
            if (ends.FirstOrDefault(end => end.Result != BuildResult.Cancelled) is { } other)
            {
                throw new InvalidOperationException($"A build that was cancelled ended as {other.Result}: {other.Message}");
            }
        }

        return BenchFigure.MedianOf($"executors.cancel_{builds}.ms", times);
    }

    private static async Task RunAsync(IExecutor executor, BuildRequest request, IBuildOutput output, CancellationToken cancellationToken)
    {
        var outcome = await executor.RunAsync(request, output, cancellationToken);
        if (outcome.Result != BuildResult.Success)
        {
            throw new InvalidOperationException($"A build of the bench ended as {outcome.Result}: {outcome.Message}");
        }
    }

    private static BuildRequest Request(string scratch, string name, string command)
    {
        var workspace = Directory.CreateDirectory(Path.Combine(scratch, "builds", name)).FullName;
        return new BuildRequest
        {
            Build = new BuildId($"bench-{name}"),
            Job = new JobPlan { Name = name, Steps = [new ShellStep(command)] },
            Workspace = workspace,
            StartIn = ".",
            Environment = ImmutableSortedDictionary<string, string>.Empty,
        };
    }

    /// <summary>Notes when the first line of the command came.</summary>
    private sealed class FirstLine : IBuildOutput
    {
        private readonly TaskCompletionSource<long> _at = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<long> At => _at.Task;

        public void StepStarted(int index, string title)
        {
        }

        public void Line(string line) => _at.TrySetResult(Stopwatch.GetTimestamp());
    }
}
