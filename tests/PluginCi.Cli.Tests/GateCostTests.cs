namespace PluginCi.Cli;

/// <summary>
/// How the cost of deciding grows, by the memory that decisions take: it is the same on any machine and under any load, which time is not. A walk over a queue
/// that is made once too often takes memory at each step.
/// </summary>
public sealed class GateCostTests
{
    [Fact]
    public void A_change_that_waits_costs_the_others_its_place_in_the_list_and_nothing_else()
    {
        // Half of them wait on average. A change comes and goes with some six events, and at each the list is copied into a draft and back.
        var place = (PerChange(window: 20, changes: 2000) - PerChange(window: 20, changes: 400)) / ((2000 - 400) / 2);
        Assert.InRange(place / IntPtr.Size, 0, 16);
    }

    [Fact]
    public void A_change_costs_no_more_than_in_proportion_to_the_window() => Assert.InRange(PerChange(window: 80, changes: 400) / PerChange(window: 20, changes: 400), 0.5, 4);

    [Fact]
    public void What_a_reset_costs_each_change_grows_no_faster_than_the_window() => Assert.InRange(Reset(400) / Reset(100), 4, 16);

    // Measured with .NET 10.0.1 on 64 bits; half as much again is a reason to look.
    [Fact]
    public void A_change_and_a_reset_stay_within_their_budget()
    {
        Assert.InRange(PerChange(window: 20, changes: 200) / 1024, 1, 70);
        Assert.InRange(Reset(200) / 200 / 1024, 1, 92);
    }

    private static double PerChange(int window, int changes)
    {
        var load = new GateLoad(window, ceiling: window);
        return TakenBy(() => load.Flow(changes)) / changes;
    }

    private static double Reset(int changes)
    {
        var load = new GateLoad(GateLoad.NoWindow);
        load.Approve(changes);
        load.Prepare();
        return TakenBy(load.FailHead);
    }

    private static double TakenBy(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
