namespace PluginCi.Scheduler;

/// <summary>The reins of a build that is known to run or to wait for a worker.</summary>
internal sealed class RunningBuild(CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly TaskCompletionSource _resumed = Signals.New();

    public CancellationToken Token => _cancelled.Token;

    public Task WhenResumedAsync(CancellationToken cancellationToken) => _resumed.WaitAsync(cancellationToken);

    public void Cancel() => _cancelled.Cancel();

    public void Resume() => _resumed.TrySetResult();

    public void Dispose() => _cancelled.Dispose();
}
