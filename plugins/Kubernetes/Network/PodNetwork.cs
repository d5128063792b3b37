using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The way of one build to its proxy: a relay in its pod, and a link to it over the API that is made again whenever it breaks. Nothing of the server can be reached from pods,
/// and the pod of one build leads to the proxy of that build because its link is asked for by the pod's own path.</summary>
/// <param name="request">The build. It has no way out unless it has a proxy.</param>
/// <param name="image">The image of its relay.</param>
/// <param name="api">The cluster.</param>
/// <param name="pod">The pod's path.</param>
/// <param name="view">The pod.</param>
/// <param name="clock">The clock.</param>
internal sealed class PodNetwork(BuildRequest request, ContainerImage image, ApiClient api, string pod, PodView view, TimeProvider clock) : IAsyncDisposable
{
    // The first links of a pod come before its relay does.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingTime = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Opens it, and keeps it open.</summary>
    /// <param name="stop">Told when it is cut off for good.</param>
    /// <param name="tell">Told what goes wrong for a while.</param>
    /// <returns>Itself.</returns>
    public PodNetwork Open(Stop stop, Action<string> tell)
    {
        _running = request.ProxySocket is { } proxy ? Task.WhenAll(LinkAgainAndAgainAsync(proxy, tell), WatchAsync(stop)) : Task.CompletedTask;
        return this;
    }

    /// <summary>Waits until the relay has answered.</summary>
    /// <returns>False when no step can run any more.</returns>
    public async Task<bool> WaitReadyAsync(CancellationToken cancellationToken)
    {
        if (request.ProxySocket is null)
        {
            return true;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var over = view.WhenAsync(state => state.HasNoSteps || state.IsDeleted, waiting.Token);
        await Task.WhenAny(_ready.Task, over);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return _ready.Task.IsCompleted;
    }

    /// <summary>Closes it with all its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    private async Task LinkAgainAndAgainAsync(string proxy, Action<string> tell)
    {
        var delay = FirstDelay;
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await view.WhenAsync(state => state.Relay.Phase == ContainerPhase.Running, _closing.Token);
                using var session = new TunnelSession(proxy, () => (_, delay) = (_ready.TrySetResult(), FirstDelay), PingTime, clock);
                var end = await session.RunAsync((input, output, token) => api.HoldAsync(pod, PodMaker.Relay, RelayProgram.Link, input, output, token), _closing.Token);
                tell($"the build's way to the network ended with status {end.Status}: {end.Complaint}");
            }
            catch (ApiException exception)
            {
                tell(exception.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(delay, clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task WatchAsync(Stop stop)
    {
        try
        {
            var state = await view.WhenAsync(state => Verdict.FindCutOff(state, image) is not null, _closing.Token);
            var reason = Verdict.FindCutOff(state, image)!;
            stop.For(reason.Result, reason.Message);
        }
        catch (OperationCanceledException)
        {
            // The build ended before that.
        }
    }
}
