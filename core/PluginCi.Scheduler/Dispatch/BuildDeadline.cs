namespace PluginCi.Scheduler;

/// <summary>When an executor must have ended a build. While that waits for its system to be made, which may take long and counts to no job's time, the clock stands still.</summary>
internal sealed class BuildDeadline : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly TimeSpan _preparationLimit;
    private readonly TaskCompletionSource _over = Signals.New();
    private readonly ITimer _timer;

    /// <param name="limit">How long the build may take.</param>
    /// <param name="preparationLimit">How long a preparation may take, each.</param>
    /// <param name="clock">The clock.</param>
    public BuildDeadline(TimeSpan limit, TimeSpan preparationLimit, TimeProvider clock)
    {
        (_limit, _preparationLimit) = (limit, preparationLimit);
        _timer = clock.CreateTimer(_ => _over.TrySetResult(), null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when it is over.</summary>
    public Task WhenOver => _over.Task;

    /// <summary>A preparation starts or ends. The build has its whole time after it.</summary>
    /// <param name="isPreparing">Whether one starts.</param>
    public void Wait(bool isPreparing) => _timer.Change(isPreparing ? _preparationLimit : _limit, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
