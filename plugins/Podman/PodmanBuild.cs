using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>One build in its container.</summary>
internal sealed class PodmanBuild(BuildRequest request, Container container, BuildFolder folder, Stop stop, TimeProvider clock)
{
    // The counters of a container's groups are looked at this often: a fork bomb or a memory eater is ended within it.
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200);

    // A program that met a full disk has often removed its own last file.
    private const int FewBytes = 64 * 1024;

    private long _started = clock.GetTimestamp();
    private ImmutableArray<ReportFile> _reports = [];

    public async Task<BuildOutcome> RunAsync(string image, SafePipeHandle pipe, IBuildOutput output, Func<CancellationToken, Task> pause)
    {
        var reader = new OutputReader(pipe, output, request.Job.Limits.OutputBytes, stop);
        using var watch = clock.CreateTimer(_ => WatchLimits(), null, Watch, Watch);
        try
        {
            var reason = await RunStepsAsync(image, reader, pause);
            return new BuildOutcome(reason.Result, reason.Message, clock.GetElapsedTime(_started)) { Reports = stop.Reason is null ? _reports : [] };
        }
        finally
        {
            await RemoveContainerAsync(reader);
        }
    }

    private async Task RemoveContainerAsync(OutputReader reader)
    {
        try
        {
            await container.RemoveAsync();
        }
        finally
        {
            reader.Finish();
        }
    }

    private async Task<StopReason> RunStepsAsync(string image, OutputReader reader, Func<CancellationToken, Task> pause)
    {
        try
        {
            if (await folder.FillAsync(request) is { } obstacle)
            {
                return obstacle;
            }

            StepScripts.Write(request, folder.Steps);
            stop.Token.ThrowIfCancellationRequested();
            await container.StartAsync(request, image);
            _started = clock.GetTimestamp();
            await using var limit = clock.CreateTimer(
                _ => stop.For(BuildResult.TimedOut, $"The build was not done after its time limit of {Words(request.Job.TimeLimit)}."), null, request.Job.TimeLimit, Timeout.InfiniteTimeSpan);
            var failure = await RunAllAsync(reader);
            var files = new DiskFiles(request, folder.Workspace);
            _reports = await new ReportCollector(files, request).CollectAsync(stop.Token);
            failure ??= request.Outbox is { } outbox ? await new OutboxCollector(files, outbox).CollectAsync(stop.Token) : null;
            if (failure is not null)
            {
                return stop.Reason ?? failure;
            }

            await pause(stop.Token);
            return stop.Reason ?? new StopReason(BuildResult.Success, request.Job.Steps.Length == 1 ? "Its step passed." : $"All {request.Job.Steps.Length} steps passed.");
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

    /// <summary>Null when the step passed.</summary>
    private async Task<StopReason?> RunStepAsync(OutputReader reader, int index)
    {
        stop.Token.ThrowIfCancellationRequested();
        var title = StepScripts.Title(request.Job.Steps[index]);
        reader.AnnounceStep(index, title);
        var status = await container.RunStepAsync(index, stop.Token);
        reader.TellWhatIsThere();
        WatchLimits();
        if (stop.Reason is not null || status == 0)
        {
            return stop.Reason;
        }

        if (folder.FreeBytes < FewBytes)
        {
            return new StopReason(BuildResult.LimitExceeded,
                $"Step {index + 1} (`{title}`) failed with the disk full: workspace and /tmp may hold {request.Job.Limits.DiskBytes} bytes together. Write less or raise DiskBytes of the job.");
        }

        return new StopReason(BuildResult.Failure, status is null
            ? $"Step {index + 1} (`{title}`) ended its whole container."
            : string.Create(CultureInfo.InvariantCulture, $"Step {index + 1} (`{title}`) ended with status {status}."));
    }

    private void WatchLimits()
    {
        if (ExceededLimits.Find(container.Groups, request.Job.Limits) is { } message)
        {
            stop.For(BuildResult.LimitExceeded, message);
        }
    }

    private static string Words(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");
}
