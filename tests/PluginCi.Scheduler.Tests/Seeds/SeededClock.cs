namespace PluginCi.Scheduler.Seeds;

/// <summary>A clock that goes on only when told to, from one timer to the next. Looking at it takes a moment, so that no two moments are the same.</summary>
internal sealed class SeededClock(DateTimeOffset start) : TimeProvider
{
    private readonly SortedSet<Alarm> _alarms = [];
    private DateTimeOffset _now = start;
    private long _made;

    /// <summary>The time, without taking a moment.</summary>
    public DateTimeOffset Now => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now = _now.AddTicks(1);

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, ++_made, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Goes on to the next timer, and lets it ring.</summary>
    public void RingNext()
    {
        if (_alarms.Min is { } next)
        {
            _alarms.Remove(next);
            _now = next.DueAt > _now ? next.DueAt : _now;
            next.Ring();
        }
    }

    private sealed class Alarm(SeededClock clock, long number, Action ring) : ITimer, IComparable<Alarm>
    {
        private TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._alarms.Remove(this);
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                DueAt = clock._now + dueTime;
                clock._alarms.Add(this);
            }

            return true;
        }

        public void Ring()
        {
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            ring();
        }

        public int CompareTo(Alarm? other) => (DueAt, number).CompareTo((other!.DueAt, other.Number));

        public void Dispose() => clock._alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private long Number => number;
    }
}
