namespace PluginCi.Scheduler;

/// <summary>The reins of a build that is known to run or to wait for a worker.</summary>
internal sealed class RunningBuild : IDisposable
{
    private readonly Action _ended;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CancellationTokenSource _unwanted = new();
    private readonly CancellationTokenSource _letGo = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly TaskCompletionSource _resumed = Signals.New();

    /// <param name="ended">Called when it is disposed.</param>
    /// <param name="stop">Cancelled when the server stops.</param>
    public RunningBuild(Action ended, CancellationToken stop)
    {
        _ended = ended;
        _stopping = stop.Register(() => Cancel(_letGo));
    }

    /// <summary>Cancelled when the gate no longer wants it, and when the server stops; before the two that say which.</summary>
    public CancellationToken Token => _cancelled.Token;

    /// <summary>Cancelled when the gate no longer wants it.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Cancelled when the server stops: it may go on without it.</summary>
    public CancellationToken LetGo => _letGo.Token;

    public Task WhenResumedAsync(CancellationToken cancellationToken) => _resumed.WaitAsync(cancellationToken);

    public void Cancel() => Cancel(_unwanted);

    public void Resume() => _resumed.TrySetResult();

    public void Dispose()
    {
        _ended();
        _stopping.Dispose();
        _cancelled.Dispose();
        _unwanted.Dispose();
        _letGo.Dispose();
    }

    // In this order, as what ends by the one is asked for the other; of linked sources the one that was made first is told last.
    private void Cancel(CancellationTokenSource why)
    {
        try
        {
            _cancelled.Cancel();
            why.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended a moment ago, or by the first.
        }
    }
}
