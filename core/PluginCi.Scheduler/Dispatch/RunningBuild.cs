namespace PluginCi.Scheduler;

/// <summary>The reins of a build that is known to run or to wait for a worker.</summary>
internal sealed class RunningBuild : IDisposable
{
    private readonly Action _ended;
    private readonly CancellationTokenSource _unwanted = new();
    private readonly CancellationTokenSource _cancelled;
    private readonly TaskCompletionSource _resumed = Signals.New();

    /// <param name="ended">Called when it is disposed.</param>
    /// <param name="stop">Cancelled when the server stops.</param>
    public RunningBuild(Action ended, CancellationToken stop)
    {
        (_ended, Stop) = (ended, stop);
        _cancelled = CancellationTokenSource.CreateLinkedTokenSource(stop, _unwanted.Token);
    }

    /// <summary>Cancelled when the gate no longer wants it, and when the server stops.</summary>
    public CancellationToken Token => _cancelled.Token;

    /// <summary>Cancelled when the gate no longer wants it.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Cancelled when the server stops.</summary>
    public CancellationToken Stop { get; }

    public Task WhenResumedAsync(CancellationToken cancellationToken) => _resumed.WaitAsync(cancellationToken);

    public void Cancel()
    {
        try
        {
            _unwanted.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended on another thread a moment ago.
        }
    }

    public void Resume() => _resumed.TrySetResult();

    public void Dispose()
    {
        _ended();
        _cancelled.Dispose();
        _unwanted.Dispose();
    }
}
