namespace PluginCi.Scheduler;

/// <summary>Pulls the plug: at one of the calls to the outside, before or after it had its effect, nothing outside answers any more.</summary>
internal sealed class Power
{
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _used;
    private int _failsAt = int.MaxValue;

    /// <summary>How many places were passed so far at which the power could fail.</summary>
    public int Used => Volatile.Read(ref _used);

    public Task WhenLost => _lost.Task;

    /// <summary>Makes the power fail at the n-th place from the start, counted from 1.</summary>
    public void FailAt(int place) => _failsAt = place;

    public async Task<T> CallAsync<T>(Func<Task<T>> act, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        var result = await act();
        await PassAsync(cancellationToken);
        return result;
    }

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _used) >= _failsAt)
        {
            _lost.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
