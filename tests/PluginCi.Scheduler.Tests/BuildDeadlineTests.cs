using PluginCi.Scheduler.Seeds;

namespace PluginCi.Scheduler;

/// <summary>When an executor must have ended a build.</summary>
public sealed class BuildDeadlineTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly SeededClock _clock = new(Start);

    [Fact]
    public void It_is_over_when_the_build_had_its_time()
    {
        using var deadline = Deadline();

        _clock.RingNext();

        Assert.True(deadline.WhenOver.IsCompleted);
        Assert.Equal(Start.AddMinutes(20), _clock.Now);
    }

    // What a build runs on may take hours to be made, and counts to no job's time.
    [Fact]
    public void A_build_has_its_whole_time_after_its_system_was_made()
    {
        using var deadline = Deadline();
        using var made = _clock.CreateTimer(_ => deadline.Wait(isPreparing: false), null, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);
        deadline.Wait(isPreparing: true);

        _clock.RingNext();
        Assert.False(deadline.WhenOver.IsCompleted);
        _clock.RingNext();

        Assert.True(deadline.WhenOver.IsCompleted);
        Assert.Equal(Start.AddHours(2).AddMinutes(20), _clock.Now);
    }

    [Fact]
    public void A_preparation_that_hangs_ends_too()
    {
        using var deadline = Deadline();
        deadline.Wait(isPreparing: true);

        _clock.RingNext();

        Assert.True(deadline.WhenOver.IsCompleted);
        Assert.Equal(Start.AddHours(25), _clock.Now);
    }

    private BuildDeadline Deadline() => new(TimeSpan.FromMinutes(20), TimeSpan.FromHours(25), _clock);
}
