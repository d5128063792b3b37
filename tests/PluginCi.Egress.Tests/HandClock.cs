namespace PluginCi.Egress;

/// <summary>A clock whose timers run out when the test says that time has passed.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private readonly Lock _guard = new();

    public void Pass(TimeSpan time)
    {
        HandTimer[] timers;
        lock (_guard)
        {
            timers = [.. _timers];
        }

        Array.ForEach(timers, timer => timer.Pass(time));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(() => callback(state), dueTime);
        lock (_guard)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class HandTimer(Action ring, TimeSpan left) : ITimer
    {
        private TimeSpan _left = left;

        public void Pass(TimeSpan time)
        {
            if (_left > TimeSpan.Zero && (_left -= time) <= TimeSpan.Zero)
            {
                ring();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _left = dueTime;
            return true;
        }

        public void Dispose() => _left = Timeout.InfiniteTimeSpan;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
