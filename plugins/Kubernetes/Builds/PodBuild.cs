using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The course of one build: its pod is made or found, filled, followed, emptied.</summary>
/// <param name="request">The build.</param>
/// <param name="named">Its images as they are declared.</param>
/// <param name="getImages">Gets them as nodes pull them, for a pod that is made.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="space">Where its pod is.</param>
/// <param name="stop">Ends it.</param>
internal sealed class PodBuild(
    BuildRequest request, BuildImages named, Func<BuildRequest, IBuildOutput, CancellationToken, Task<BuildImages>> getImages, BuildCluster cluster, BuildSpace space, Stop stop)
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(15);

    private readonly string _pod = cluster.Maker.NameOf(request.Build);
    private readonly TimeProvider _clock = cluster.Clock;
    private ImmutableArray<ReportFile> _reports = [];
    private long _started = cluster.Clock.GetTimestamp();
    private TimeSpan _before;
    private DateTimeOffset? _began;
    private string? _trouble;
    private BuildImages? _images;
    private StepReader? _reader;
    private PodLog? _log;

    /// <summary>Runs it, or joins it where it is.</summary>
    /// <param name="output">Where its output goes.</param>
    /// <param name="pause">Ends when it need not stay up any more.</param>
    /// <param name="letGo">Leaves it to go on without us.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">It was let go of.</exception>
    public async Task<BuildOutcome> RunAsync(IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken letGo)
    {
        using var view = space.Watch.Follow(_pod);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, letGo);
        var serial = new SerialOutput(output);
        await using var services = new PodServices(request, cluster.Api, space.PathOf(_pod), view, serial, _clock);
        space.Hold(_pod);
        try
        {
            var reason = await RunToEndAsync(view, services, serial, pause, leaving.Token);
            return new BuildOutcome(reason.Result, reason.Message, Duration) { Reports = stop.Reason is null ? _reports : [] };
        }
        catch (ApiException exception)
        {
            throw new OutsideException(space.Explain(exception, "run"), exception.IsTransient, exception);
        }
        finally
        {
            await EndAsync(view, letGo);
        }
    }

    private BuildImages Images => _images ?? named;

    private bool IsJoined => _images is null;

    private TimeSpan Duration => _before + _clock.GetElapsedTime(_started);

    private async Task EndAsync(PodView view, CancellationToken letGo)
    {
        if (letGo.IsCancellationRequested && stop.Reason is null)
        {
            space.LetGo(_pod);
        }
        else
        {
            // Also before it was made or found: the server before us may have made it.
            await space.RemoveAsync(view, _pod, endsItself: _reader is { IsDone: true } && !request.Job.Pauses && request.Services.IsEmpty);
        }
    }

    private async Task<StopReason> RunToEndAsync(PodView view, PodServices services, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        try
        {
            if (await StartAsync(view, output, cancellationToken) is { } obstacle)
            {
                return stop.Reason ?? obstacle;
            }

            services.Follow(stop);
            await using var network = new PodNetwork(request, Images.Relay, cluster.Api, space.PathOf(_pod), view, _clock).Open(stop, message => _trouble = message);
            var caches = new PodCaches(cluster.Api, space.PathOf(_pod), request, output);
            await BeginAsync(view, caches, network, services, cancellationToken);
            await using var limit = LimitTime(view.State!);
            var reader = _reader = new StepReader(request.Job, cluster.Server.SecretOf(request.Build), output, stop);
            var failure = await FollowAsync(view, reader, cancellationToken);
            if (await services.FindExceededAsync(cancellationToken) is { } exceeded)
            {
                return stop.Reason ?? new StopReason(BuildResult.LimitExceeded, exceeded);
            }

            failure = await CollectAsync(view, failure, cancellationToken);
            var ends = await services.FindEndsAsync(cancellationToken);
            if (failure is not null)
            {
                return stop.Reason ?? failure with { Message = failure.Message + ends };
            }

            await PauseAsync(pause, cancellationToken);

            // It has passed in its time: what it keeps for later builds takes nothing from that.
            await limit.DisposeAsync();
            await caches.PackAsync(cancellationToken);
            return stop.Reason ?? new StopReason(BuildResult.Success, BuildWords.Passed(request.Job) + ends);
        }
        catch (OperationCanceledException) when (stop.Reason is not null)
        {
            return stop.Reason;
        }
    }

    /// <returns>Null when its files are there, and perhaps its steps run or ran.</returns>
    private async Task<StopReason?> StartAsync(PodView view, IBuildOutput output, CancellationToken cancellationToken)
    {
        // A pod that is there has its images: neither a registry nor a mirror that is away now keeps us from joining it.
        if (view.State is not { IsGone: false, IsDeleted: false })
        {
            _images = await getImages(request, output, cancellationToken);
            _started = _clock.GetTimestamp();
        }

        string? quota = null;
        await using var limit = LimitStart(view, () => quota);
        using var checkout = await Checkout.PackAsync(request, StepProgram.Write(request, cluster.Server.SecretOf(request.Build)), cluster.Folder, cancellationToken);
        if (checkout.Size > request.Job.Limits.DiskBytes)
        {
            return new StopReason(BuildResult.LimitExceeded, BuildWords.CheckoutDoesNotFit(request.Job));
        }

        await ClearAsync(view, cancellationToken);
        if (view.State is not { IsGone: false })
        {
            var images = _images ?? throw new OutsideException($"The build's pod {_pod} went away while it was joined.", isTransient: true);
            await AgainAndAgainAsync(() => space.MakeAsync(_pod, cluster.Maker.Make(request, images), message => quota = message, cancellationToken), cancellationToken);
            quota = null;
        }

        return await FillAsync(view, checkout, cancellationToken);
    }

    private ITimer LimitStart(PodView view, Func<string?> quota)
    {
        var limit = cluster.Settings.StartLimit;
        return _clock.CreateTimer(
            _ => stop.For(BuildResult.Lost, $"The build did not start within {BuildWords.Of(limit)}: {Verdict.Waiting(view.State, quota(), _trouble, Images)}"), null, limit, Timeout.InfiniteTimeSpan);
    }

    // A pod that is being removed cannot be joined: its server died between its build's end and the storing of it.
    private async Task ClearAsync(PodView view, CancellationToken cancellationToken)
    {
        if (view.State is { IsGone: false, IsDeleted: true })
        {
            await AgainAndAgainAsync(() => cluster.Api.DeleteAsync(space.PathOf(_pod), graceSeconds: 0, cancellationToken), cancellationToken);
            await view.WhenAsync(state => state.IsGone, cancellationToken);
        }
    }

    private async Task<StopReason?> FillAsync(PodView view, Checkout checkout, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = await view.WhenAsync(state => state.IsUp || state.HasNoSteps || state.IsDeleted || Verdict.FindHopeless(state, Images) is not null, cancellationToken);
            if (state.HasNoSteps || state.IsDeleted)
            {
                // It ran before we came, or has something to say about why it did not.
                return null;
            }

            if (!state.IsUp)
            {
                return Verdict.FindHopeless(state, Images);
            }

            try
            {
                (var end, _began) = await checkout.SendAsync(cluster.Api, space.PathOf(_pod), begins: request.Services.IsEmpty && request.Caches.IsEmpty && request.ProxySocket is null, _clock.GetUtcNow(), cancellationToken);
                return end.Status == 0 ? null : Verdict.Unpacking(end, Images.Steps.Name);
            }
            catch (ApiException exception) when (exception.MayPass)
            {
                await WaitAsync(exception, cancellationToken);
            }
        }
    }

    // Unless it has begun, or has something to say about why it did not.
    private async Task BeginAsync(PodView view, PodCaches caches, PodNetwork network, PodServices services, CancellationToken cancellationToken)
    {
        if (_began is not null || !await WhileUpAsync(view, () => caches.UnpackAsync(cancellationToken), cancellationToken))
        {
            return;
        }

        await using var opening = LimitStart(view, () => null);
        if (!await network.WaitReadyAsync(cancellationToken))
        {
            return;
        }

        await opening.DisposeAsync();

        if (await services.WaitReadyAsync(cancellationToken) is { } trouble)
        {
            // What it runs on may be at fault as well as what it was told: the change is not blamed, but for limits that it sets.
            if (await services.FindExceededAsync(cancellationToken) is { } exceeded)
            {
                stop.For(BuildResult.LimitExceeded, exceeded);
            }

            if (view.State is { HasEnded: false, IsDeleted: false })
            {
                stop.For(BuildResult.Lost, trouble);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        await using var limit = LimitStart(view, () => null);
        await WhileUpAsync(
            view,
            async () =>
            {
                (var end, _began) = await Checkout.BeginAsync(cluster.Api, space.PathOf(_pod), _clock.GetUtcNow(), cancellationToken);
                _ = end.Status == 0 ? end : throw new ApiException(null, "", $"its steps could not be begun (status {end.Status}: {end.Complaint})");
            },
            cancellationToken);
    }

    private Task WaitAsync(ApiException exception, CancellationToken cancellationToken)
    {
        _trouble = exception.Message;
        return Task.Delay(Delay, _clock, cancellationToken);
    }

    /// <returns>False when no step can run any more.</returns>
    private async Task<bool> WhileUpAsync(PodView view, Func<Task> call, CancellationToken cancellationToken)
    {
        while (view.State is { HasNoSteps: false, IsDeleted: false })
        {
            try
            {
                await call();
                return true;
            }
            catch (ApiException exception) when (exception.MayPass)
            {
                await WaitAsync(exception, cancellationToken);
            }
        }

        return false;
    }

    /// <returns>Null when every step passed.</returns>
    private async Task<StopReason?> FollowAsync(PodView view, StepReader reader, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _log = new PodLog(cluster.Api, space.PathOf(_pod), PodMaker.Steps, view, reader, _clock);
        var following = _log.FollowAsync(() => reader.IsDone, reading.Token);
        var deleted = view.WhenAsync(state => state.IsDeleted || state.IsGone, reading.Token);
        await Task.WhenAny(following, deleted);
        await reading.CancelAsync();
        await IgnoreCancelAsync(following, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return reader.HasPassed || view.State is { IsDeleted: false, HasEnded: false, Steps: { Phase: ContainerPhase.Ended, ExitCode: 0 } } ? null
            : reader.Failure is { } status ? await ExplainAsync(view, reader, status, cancellationToken)
            : Verdict.Of(view.State!, request, Images.Steps.Name, reader.Step, IsJoined);
    }

    // What its steps left running may print on.
    private async Task PauseAsync(Func<CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = request.Job.Pauses ? _log!.FollowAsync(() => false, reading.Token) : Task.CompletedTask;
        try
        {
            await pause(cancellationToken);
        }
        finally
        {
            await reading.CancelAsync();
            await IgnoreCancelAsync(following, CancellationToken.None);
            _reader!.Finish();
        }
    }

    // Why a step failed the container's end tells, a moment later.
    private async Task<StopReason> ExplainAsync(PodView view, StepReader reader, int status, CancellationToken cancellationToken)
    {
        var step = BuildWords.NameOf(request.Job, reader.Step);
        if (reader.IsDiskFull)
        {
            return Verdict.DiskFull(request, step);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastWord);
        try
        {
            var state = await view.WhenAsync(state => state.HasNoSteps, limit.Token);
            if (state.Steps.Reason == "OOMKilled")
            {
                return new StopReason(BuildResult.LimitExceeded, BuildWords.TooMuchMemory(request.Job.Limits));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The API is away: what the step's mark says is known.
        }

        return new StopReason(BuildResult.Failure, string.Create(CultureInfo.InvariantCulture, $"{step} ended with status {status}{Explain(reader, status)}"));
    }

    private string Explain(StepReader reader, int status) => status == MissingCommand.Status
        ? $": {MissingCommand.Explain(reader.LastLine, request.Job.RunsIn, Images.Steps.Root, $"in the image {Images.Steps.Name}. Add it there")}"
        : ".";

    private async Task<StopReason?> CollectAsync(PodView view, StopReason? failure, CancellationToken cancellationToken)
    {
        if (failure is not (null or { Result: BuildResult.Failure }))
        {
            return failure;
        }

        StopReason? excess = null;
        var isCollected = false;
        await AgainAndAgainAsync(
            async () =>
            {
                var files = new HandBack(new PodFiles(cluster.Api, space.PathOf(_pod)), request);
                excess = await files.CollectAsync(failure is null, cancellationToken);
                _reports = files.Reports;
                isCollected = true;
            },
            cancellationToken,
            () => view.State!.HasEnded || view.State.IsDeleted);
        return failure ?? excess ?? (isCollected || request.Outbox is null ? null : Verdict.Of(view.State!, request, Images.Steps.Name, _reader!.Step, IsJoined));
    }

    private async Task AgainAndAgainAsync(Func<Task> call, CancellationToken cancellationToken, Func<bool>? isHopeless = null)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (ApiException exception) when ((exception.IsTransient || exception.IsRight) && isHopeless?.Invoke() is not true)
            {
                // Our rights were there when the namespace was prepared; they are lost for good when the start's limit, or the build's, comes first.
                await WaitAsync(exception, cancellationToken);
            }
            catch (ApiException) when (isHopeless?.Invoke() is true)
            {
                return;
            }
        }
    }

    private static async Task IgnoreCancelAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Its pod is gone; there is nothing more to read.
        }
    }

    private ITimer LimitTime(PodState pod)
    {
        var now = _clock.GetUtcNow();
        var (from, until) = pod.HasNoSteps ? (pod.Steps.Started, pod.Steps.Finished) : (_began, now);
        _started = _clock.GetTimestamp();
        _before = until > from ? until.Value - from.Value : TimeSpan.Zero;

        // One that has ended already cannot run out of time while its output is read.
        var rest = pod.HasNoSteps ? request.Job.TimeLimit : request.Job.TimeLimit - _before;
        return _clock.CreateTimer(
            _ => stop.For(
                space.Watch.IsConnected ? BuildResult.TimedOut : BuildResult.Lost,
                space.Watch.IsConnected ? BuildWords.TooLong(request.Job) : $"The Kubernetes API at {cluster.Api.Server} could not be asked whether the build was done within its time limit."),
            null,
            rest > TimeSpan.Zero ? rest : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
    }
}
