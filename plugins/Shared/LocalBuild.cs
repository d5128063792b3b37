using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>The course of one build on the server's machine: it is prepared, its steps run in turn, it hands back, it pauses, and nothing of it is left. What it runs in is the executor's own.</summary>
internal abstract class LocalBuild(BuildRequest request, Stop stop, TimeProvider clock)
{
    // A group's counters are looked at this often: a fork bomb or a memory eater is ended within it.
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200);

    // Far above what the largest checkout needs; only a disk that hangs takes longer.
    private static readonly TimeSpan PreparationLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PackingLimit = TimeSpan.FromMinutes(10);

    private long _started = clock.GetTimestamp();
    private ImmutableArray<ReportFile> _reports = [];
    private NetworkRelay? _relay;
    private LocalServices? _services;

    protected BuildRequest Request => request;

    protected Stop Stop => stop;

    /// <summary>What it runs in, for people: <c>sandbox</c>.</summary>
    protected abstract string Place { get; }

    /// <summary>The files of its workspace, once it is prepared.</summary>
    protected abstract IWorkspaceFiles Files { get; }

    protected StopReason CheckoutDoesNotFit => new(
        BuildResult.LimitExceeded, BuildWords.CheckoutDoesNotFit(request.Job));

    /// <summary>Runs it to its end.</summary>
    /// <param name="pipe">What it prints to.</param>
    /// <param name="output">Where that is told.</param>
    /// <param name="pause">Ends when it need not stay up any more.</param>
    public async Task<BuildOutcome> RunAsync(SafePipeHandle pipe, IBuildOutput output, Func<CancellationToken, Task> pause)
    {
        var serial = new SerialOutput(output);
        var reader = new OutputReader(pipe, serial, request.Job.Limits.OutputBytes, StopForOutput);
        _services = new LocalServices(request, serial, clock);
        using var watch = clock.CreateTimer(_ => WatchLimits(), null, Watch, Watch);
        try
        {
            var reason = await RunStepsAsync(reader, pause);
            var ends = stop.Reason is null ? await _services.FindEndsAsync() : "";
            return new BuildOutcome(reason.Result, reason.Message + ends, clock.GetElapsedTime(_started)) { Reports = stop.Reason is null ? _reports : [] };
        }
        finally
        {
            await EndAsync(reader);
        }
    }

    /// <summary>Makes what it runs in, with its checkout.</summary>
    /// <returns>Null, or why there is nothing to run.</returns>
    protected abstract Task<StopReason?> PrepareAsync();

    /// <summary>The id of a process in the network that its steps see, which runs until it is ended. Asked for only when it has a proxy, and is prepared.</summary>
    protected abstract string NetworkProcess { get; }

    /// <summary>Starts a service; the build is prepared.</summary>
    protected abstract Task<IRunningService> StartServiceAsync(ServiceRequest service);

    /// <summary>Unpacks a cache inside.</summary>
    /// <returns>The status of <see cref="CacheArchive.Unpack"/>.</returns>
    protected abstract Task<int?> UnpackAsync(int index);

    /// <summary>Packs a cache inside, to its pipe.</summary>
    /// <returns>The status of <see cref="CacheArchive.Pack"/>.</returns>
    protected abstract Task<int?> PackAsync(int index);

    /// <summary>Runs a step to its end.</summary>
    /// <returns>Its status, null when all that the build runs in ended with it; and whether it failed for want of disk.</returns>
    protected abstract Task<(int? Status, bool IsDiskFull)> RunStepAsync(int index);

    /// <summary>What is known of a status besides its number, to stand behind it.</summary>
    protected virtual string Explain(int status, string lastLine) => "";

    /// <summary>A sentence about the first limit that was hit, or null.</summary>
    protected abstract string? FindExceeded();

    /// <summary>Ends all that it started.</summary>
    protected abstract Task EndAsync();

    protected void WatchLimits()
    {
        if ((FindExceeded() ?? _services?.FindExceeded()) is { } message)
        {
            stop.For(BuildResult.LimitExceeded, message);
        }
    }

    private async Task EndAsync(OutputReader reader)
    {
        try
        {
            _relay?.Dispose();
            try
            {
                // Before what the build runs in, in whose network they are.
                await _services!.EndAsync();
            }
            finally
            {
                await EndAsync();
            }
        }
        finally
        {
            reader.Finish();
        }
    }

    private async Task<StopReason> RunStepsAsync(OutputReader reader, Func<CancellationToken, Task> pause)
    {
        try
        {
            await using var preparation = LimitTime(PreparationLimit, BuildResult.Lost, "Filling the workspace took longer than 10 minutes; the machine's disk is too slow.");
            if (await PrepareAsync() is { } obstacle)
            {
                return obstacle;
            }

            _relay = request.ProxySocket is { } socket ? await NetworkRelay.StartAsync(socket, NetworkProcess, stop.Token) : null;
            await UnpackAsync(reader);
            await preparation.DisposeAsync();
            if (await _services!.StartAsync(StartServiceAsync, stop.Token) is { } trouble)
            {
                // What it runs on may be at fault as well as what it was told: the change is not blamed, but for limits that it sets.
                WatchLimits();
                return stop.Reason ?? new StopReason(BuildResult.Lost, trouble);
            }

            _started = clock.GetTimestamp();
            await using var limit = LimitTime(request.Job.TimeLimit, BuildResult.TimedOut, BuildWords.TooLong(request.Job));
            var failure = await RunAllAsync(reader);
            var files = Files;
            _reports = await new ReportCollector(files, request).CollectAsync(stop.Token);
            failure = await HandBackAsync(files, failure, reader);
            if (failure is not null)
            {
                return stop.Reason ?? failure;
            }

            await pause(stop.Token);

            // It has passed in its time: what it keeps for later builds takes nothing from that.
            await limit.DisposeAsync();
            await PackAsync(reader);
            return stop.Reason ?? new StopReason(BuildResult.Success, BuildWords.Passed(request.Job));
        }
        catch (OperationCanceledException) when (stop.Reason is not null)
        {
            return stop.Reason;
        }
    }

    /// <returns>The failure that there was, or why the build does not pass.</returns>
    private async Task<StopReason?> HandBackAsync(IWorkspaceFiles files, StopReason? failure, OutputReader reader)
    {
        if (failure is null)
        {
            return request.Outbox is { } outbox ? await new OutboxCollector(files, outbox).CollectAsync(stop.Token) : null;
        }

        if (request.Outbox is { FilesOfFailed.IsEmpty: false } rest && await new OutboxCollector(files, rest with { Files = rest.FilesOfFailed }).CollectAsync(stop.Token) is { } trouble)
        {
            reader.Tell($"== {trouble.Message}");
        }

        return failure;
    }

    private async Task UnpackAsync(OutputReader reader)
    {
        for (var index = 0; index < request.Caches.Length; index++)
        {
            stop.Token.ThrowIfCancellationRequested();
            if (request.Caches[index].Archive is not null && await UnpackAsync(index) != 0)
            {
                reader.Tell(CacheArchive.NotUnpacked(request.Caches[index]));
            }
        }
    }

    private async Task PackAsync(OutputReader reader)
    {
        for (var index = 0; index < request.Caches.Length; index++)
        {
            stop.Token.ThrowIfCancellationRequested();
            var (place, cache) = (index, request.Caches[index]);
            try
            {
                if (cache.Into is not null && await new CacheArchive(cache).CollectAsync(() => PackAsync(place)).WaitAsync(PackingLimit, clock, CancellationToken.None) is { } problem)
                {
                    reader.Tell(CacheArchive.NotKept(cache, problem));
                }
            }
            catch (TimeoutException)
            {
                // What packs ends with the build, and so do the others.
                reader.Tell(CacheArchive.NotKept(cache, $"packing it took longer than {BuildWords.Of(PackingLimit)}"));
                return;
            }
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
        reader.AnnounceStep(index, BuildWords.TitleOf(request.Job.Steps[index]));
        var (status, isDiskFull) = await RunStepAsync(index);
        reader.TellWhatIsThere();
        WatchLimits();
        if (stop.Reason is not null || status == 0)
        {
            return stop.Reason;
        }

        var step = BuildWords.NameOf(request.Job, index);
        return (status, isDiskFull) switch
        {
            (_, true) => new StopReason(BuildResult.LimitExceeded, $"{step} failed with the disk full: workspace and /tmp may hold {request.Job.Limits.DiskBytes} bytes together. Write less, or raise it by .Limits(disk: …)."),
            (null, _) => new StopReason(BuildResult.Failure, $"{step} ended its whole {Place}."),
            ({ } number, _) => new StopReason(
                BuildResult.Failure, string.Create(CultureInfo.InvariantCulture, $"{step} ended with status {number}{(Explain(number, reader.LastLine) is { Length: > 0 } more ? $": {more}" : ".")}")),
        };
    }

    private void StopForOutput() => stop.For(BuildResult.LimitExceeded, BuildWords.TooMuchOutput(request.Job.Limits.OutputBytes));

    private ITimer LimitTime(TimeSpan limit, BuildResult result, string message) =>
        clock.CreateTimer(_ => stop.For(result, message), null, limit, Timeout.InfiniteTimeSpan);
}
