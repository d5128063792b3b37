using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Sandbox.Environments;
using PluginCi.Plugins.Sandbox.Limits;

namespace PluginCi.Plugins.Sandbox;

/// <summary>One build in a sandbox that was started for it.</summary>
internal sealed class SandboxBuild(BuildRequest request, DebianRoot? root, SandboxProcess process, BuildCgroup group, Stop stop, TimeProvider clock)
{
    // A group's counters are looked at this often: a fork bomb or a memory eater is ended within it.
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200);

    // Far above what the largest checkout needs; only a disk that hangs takes longer.
    private static readonly TimeSpan PreparationLimit = TimeSpan.FromMinutes(10);

    private long _started = clock.GetTimestamp();
    private ImmutableArray<ReportFile> _reports = [];

    public async Task<BuildOutcome> RunAsync(IBuildOutput output, Func<CancellationToken, Task> pause)
    {
        var reader = new OutputReader(process.Output, output, request.Job.Limits.OutputBytes, stop);
        using var watch = clock.CreateTimer(_ => WatchGroup(), null, Watch, Watch);
        try
        {
            var reason = await RunStepsAsync(reader, pause);
            var duration = clock.GetElapsedTime(_started);
            return new BuildOutcome(reason.Result, reason.Message, duration) { Reports = stop.Reason is null ? _reports : [] };
        }
        finally
        {
            group.Kill();
            await process.EndAsync();
            reader.Finish();
        }
    }

    private async Task<StopReason> RunStepsAsync(OutputReader reader, Func<CancellationToken, Task> pause)
    {
        try
        {
            await using var preparation = LimitTime(PreparationLimit, "Filling the workspace took longer than 10 minutes; the machine's disk is too slow.");
            if (await PrepareAsync() is { } obstacle)
            {
                return obstacle;
            }
            await preparation.DisposeAsync();
            _started = clock.GetTimestamp();
            await using var limit = LimitTime(request.Job.TimeLimit, $"The build was not done after its time limit of {Words(request.Job.TimeLimit)}.");
            var failure = await RunAllAsync(reader);
            var workspace = new WorkspaceReader(process);
            _reports = await new ReportCollector(workspace, request).CollectAsync(stop.Token);
            failure ??= request.Outbox is { } outbox ? await new OutboxCollector(workspace, outbox).CollectAsync(stop.Token) : null;
            if (failure is not null)
            {
                return stop.Reason ?? failure;
            }
            await pause(stop.Token);
            return stop.Reason ?? new StopReason(BuildResult.Success, Words(request.Job.Steps.Length));
        }
        catch (OperationCanceledException) when (stop.Reason is not null)
        {
            return stop.Reason;
        }
    }

    /// <summary>Null when every step passed.</summary>
    private async Task<StopReason?> RunAllAsync(OutputReader reader)
    {
        for (var index = 0; index < request.Job.Steps.Length; index++)
        {
            if (await RunStepAsync(reader, index) is { } failure)
            {
                if (failure.Result == BuildResult.Failure)
                {
                    reader.AnnounceFailure(index);
                }
                return failure;
            }
        }
        return null;
    }

    private async Task<StopReason?> PrepareAsync()
    {
        var answer = await process.ReadAnswerAsync(stop.Token);
        if (answer == "ready")
        {
            return null;
        }
        WatchGroup();
        if (stop.Reason is not null)
        {
            return stop.Reason;
        }
        if (answer is not null)
        {
            return answer.Contains("No space left", StringComparison.Ordinal)
                ? new StopReason(BuildResult.LimitExceeded, $"The checkout does not fit into the build's disk limit of {request.Job.Limits.DiskBytes} bytes; raise DiskBytes of the job.")
                : throw new OutsideException($"The workspace of build '{request.Build}' could not be filled: {answer}");
        }
        throw Refusal.Of(request.Build, process.Complaints);
    }

    /// <summary>Null when the step passed.</summary>
    private async Task<StopReason?> RunStepAsync(OutputReader reader, int index)
    {
        var title = StepDriver.Title(request.Job.Steps[index]);
        reader.AnnounceStep(index, title);
        await process.RunStepAsync(index, stop.Token);
        var answer = await process.ReadAnswerAsync(stop.Token);
        reader.TellWhatIsThere();
        WatchGroup();
        if (stop.Reason is not null || answer == "0")
        {
            return stop.Reason;
        }
        if (answer?.Split(' ') is [_, "full"])
        {
            return new StopReason(BuildResult.LimitExceeded,
                $"Step {index + 1} (`{title}`) failed with the disk full: workspace and /tmp may hold {request.Job.Limits.DiskBytes} bytes together. Write less or raise DiskBytes of the job.");
        }
        return new StopReason(BuildResult.Failure, answer switch
        {
            null => $"Step {index + 1} (`{title}`) ended its whole sandbox.",
            MissingCommand.Status => $"Step {index + 1} (`{title}`) ended with status {answer}: {MissingCommand.Explain(reader.LastLine, request.Job.RunsIn, root)}",
            _ => $"Step {index + 1} (`{title}`) ended with status {answer}.",
        });
    }

    private void WatchGroup()
    {
        if (group.FindExceeded() is { } message)
        {
            stop.For(BuildResult.LimitExceeded, message);
        }
    }

    private ITimer LimitTime(TimeSpan limit, string message) =>
        clock.CreateTimer(_ => stop.For(BuildResult.TimedOut, message), null, limit, Timeout.InfiniteTimeSpan);

    private static string Words(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");

    private static string Words(int steps) => steps == 1 ? "Its step passed." : $"All {steps} steps passed.";
}
