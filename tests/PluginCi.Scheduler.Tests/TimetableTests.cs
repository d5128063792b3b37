using PluginCi.Model;

namespace PluginCi.Scheduler;

public sealed class TimetableTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProjectBranch Branch = new("core@main");

    [Fact]
    public void A_due_time_is_found_once_and_never_before_it()
    {
        var nightly = Timetable("0 0 3 * * ?");
        var three = Noon.Date.AddHours(3);
        Assert.Equal(three, nightly.FindDue(Branch, Noon.AddDays(-1), Noon)!.Value.UtcDateTime);
        Assert.Equal(three, nightly.FindDue(Branch, Noon.AddHours(-9).AddTicks(-1), Noon.AddHours(-9))!.Value.UtcDateTime);
        Assert.Null(nightly.FindDue(Branch, Noon.AddHours(-9), Noon));
        Assert.Null(nightly.FindDue(Branch, Noon.AddHours(-10), Noon.AddHours(-9).AddTicks(-1)));
        Assert.Equal(Noon.AddHours(15), nightly.FindNext(Branch, Noon));
    }

    [Fact]
    public void A_look_between_two_seconds_finds_the_one_before()
    {
        var often = Timetable("* * * * * ?");
        Assert.Equal(Noon, often.FindDue(Branch, Noon.AddMilliseconds(-300), Noon.AddMilliseconds(200)));
        Assert.Null(often.FindDue(Branch, Noon.AddMilliseconds(200), Noon.AddMilliseconds(900)));
        Assert.Equal(Noon.AddSeconds(1), often.FindNext(Branch, Noon.AddMilliseconds(200)));
    }

    [Fact]
    public void After_a_long_sleep_only_the_newest_is_due()
    {
        var hourly = Timetable("0 30 * * * ?");
        Assert.Equal(Noon.AddMinutes(-30), hourly.FindDue(Branch, Noon.AddDays(-40), Noon));
    }

    [Fact]
    public void The_delay_of_a_branch_is_always_the_same_and_not_that_of_others()
    {
        var jitter = TimeSpan.FromHours(2);
        var one = Timetable("0 0 3 * * ?", jitter);
        var delays = Enumerable.Range(0, 50)
            .Select(number => Timetable("0 0 3 * * ?", jitter).FindDue(new ProjectBranch($"core@b{number}"), Noon.AddDays(-1), Noon)!.Value - Noon.AddHours(-9))
            .ToArray();
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, jitter));
        Assert.True(delays.Distinct().Count() > 40, "Branches should not come due at the same time.");
        var due = one.FindDue(Branch, Noon.AddDays(-1), Noon)!.Value;
        Assert.Equal(due, Timetable("0 0 3 * * ?", jitter).FindDue(Branch, Noon.AddDays(-1), Noon));
        Assert.Equal(due.AddDays(1), one.FindNext(Branch, due));
        Assert.Null(one.FindDue(Branch, due, Noon));
    }

    [Fact]
    public void What_never_comes_is_never_due()
    {
        var never = Timetable("0 0 0 31 2 ?");
        Assert.Null(never.FindDue(Branch, Noon.AddYears(-10), Noon));
        Assert.Null(never.FindNext(Branch, Noon));
    }

    private static Timetable Timetable(string cron, TimeSpan jitter = default) => new(new PipelinePlan
    {
        Name = "nightly",
        Manager = PipelineManager.Independent,
        On = [Trigger.Timer],
        Schedule = cron,
        Jitter = jitter,
    });
}
