namespace PluginCi.Scheduler;

/// <summary>The reins of a build that is known to run or to wait for a worker.</summary>
internal sealed class RunningBuild(Action ended, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly TaskCompletionSource _resumed = Signals.New();

    public CancellationToken Token => _cancelled.Token;

    public Task WhenResumedAsync(CancellationToken cancellationToken) => _resumed.WaitAsync(cancellationToken);

    public void Cancel()
    {
        try
        {
            _cancelled.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended on another thread a moment ago.
        }
    }

    public void Resume() => _resumed.TrySetResult();

    public void Dispose()
    {
        ended();
        _cancelled.Dispose();
    }
}
