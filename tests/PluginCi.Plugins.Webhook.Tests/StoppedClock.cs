namespace PluginCi.Plugins.Webhook;

/// <summary>A clock whose timers end when a test says so.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private readonly Lock _guard = new();
    private readonly List<Timer> _timers = [];

    /// <summary>Ends all timers that run and last as long.</summary>
    /// <returns>How many there were.</returns>
    public int End(TimeSpan length)
    {
        Timer[] ended;
        lock (_guard)
        {
            ended = [.. _timers.Where(timer => timer.Length == length)];
            _timers.RemoveAll(ended.Contains);
        }

        Array.ForEach(ended, timer => timer.End());
        return ended.Length;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_guard)
        {
            var timer = new Timer(() => callback(state), dueTime, Remove);
            _timers.Add(timer);
            return timer;
        }
    }

    private void Remove(Timer timer)
    {
        lock (_guard)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class Timer(Action end, TimeSpan length, Action<Timer> remove) : ITimer
    {
        public TimeSpan Length { get; } = length;

        public void End() => end();

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => remove(this);

        public ValueTask DisposeAsync()
        {
            remove(this);
            return ValueTask.CompletedTask;
        }
    }
}
