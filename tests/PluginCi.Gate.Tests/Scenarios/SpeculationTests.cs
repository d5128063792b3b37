namespace PluginCi.Gating.Scenarios;

/// <summary>What items are tested on, and what happens to them when something ahead changes.</summary>
public sealed class SpeculationTests
{
    [Fact]
    public void Each_item_is_tested_on_those_ahead_of_it()
    {
        var gate = new GateScenario(window: 3);
        gate.Approve("A", "B", "C", "D");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            C  A+B+    unit running
            D          waiting, outside window
            """);
    }

    [Fact]
    public void Items_merge_in_order_and_only_from_the_head()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B", "C");
        gate.Pass("C");
        gate.Pass("B");
        Assert.Empty(gate.Merged);
        gate.Pass("A");
        Assert.Equal(["A", "B", "C"], gate.Merged);
        gate.Shows("empty");
    }

    [Fact]
    public void A_merge_resets_nobody()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B", "C");
        gate.Pass("A");
        gate.Shows("""
            B  A+      unit running
            C  A+B+    unit running
            """);
        gate.PassAll();
        Assert.Equal(["A", "B", "C"], gate.Merged);
        Assert.All(gate.World.Reasons, reason => Assert.NotEqual(ReasonKind.Reset, reason.Kind));
    }

    [Fact]
    public void Failure_at_the_head_restarts_the_items_behind_without_it()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("unit"), GateScenario.Job("slow")], window: 3);
        gate.Approve("A", "B", "C", "D");
        gate.Fail("A");
        gate.Shows("""
            A          unit failed, slow running
            B          unit running, slow running, restarted
            C  B+      unit running, slow running, restarted
            D          waiting, outside window
            """);
    }

    [Fact]
    public void Failure_in_the_middle_restarts_everything_behind_it_however_far()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B", "C", "D", "E");
        gate.Fail("B");
        gate.Shows("""
            A          unit running
            B  A+      unit failed
            C  A+      unit running, restarted
            D  A+C+    unit running, restarted
            E  A+C+D+  unit running, restarted
            """);
        gate.PassAll();
        Assert.Equal(["A", "C", "D", "E"], gate.Merged);
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("B"));
    }

    [Fact]
    public void A_failing_item_is_tested_again_when_the_one_ahead_of_it_fails()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.Fail("B");
        gate.Fail("A");
        gate.Shows("B          unit running, restarted");
        gate.Pass("B");
        Assert.Equal(["B"], gate.Merged);
    }

    [Fact]
    public void Others_merge_while_the_last_builds_of_a_failed_change_still_run()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("unit"), GateScenario.Job("slow")]);
        gate.Approve("A", "B");
        gate.Fail("A", "unit");
        gate.Pass("B", "unit");
        gate.Pass("B", "slow");
        Assert.Equal(["B"], gate.Merged);
        gate.Shows("A          unit failed, slow running");
        gate.Pass("A", "slow");
        gate.Shows("empty");
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("A"));
    }

    [Fact]
    public void The_window_grows_with_merges_and_is_halved_by_failures_down_to_the_floor()
    {
        var gate = new GateScenario(window: 4, floor: 3);
        gate.Approve("A", "B", "C", "D", "E", "F");
        gate.Pass("A");
        Assert.Equal(5, gate.World.State.QueueOf("gate").Window);
        gate.Fail("B");
        Assert.Equal(3, gate.World.State.QueueOf("gate").Window);
        gate.Fail("C");
        Assert.Equal(3, gate.World.State.QueueOf("gate").Window);
        gate.PassAll();
        Assert.Equal(["A", "D", "E", "F"], gate.Merged);
    }

    [Fact]
    public void A_conflict_is_rejected_and_those_behind_are_tested_without_it()
    {
        var gate = new GateScenario();
        gate.Conflict("B", "A");
        gate.Approve("A", "B", "C");
        gate.Shows("""
            A          unit running
            B  A+      conflict
            C  A+      unit running
            """);
        gate.PassAll();
        Assert.Equal(["A", "C"], gate.Merged);
        Assert.Equal(["gate Conflict"], gate.Told("B"));
        Assert.Contains("file conflicts", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_conflict_goes_when_the_change_it_conflicts_with_fails()
    {
        var gate = new GateScenario();
        gate.Conflict("B", "A");
        gate.Approve("A", "B");
        gate.Fail("A");
        gate.Shows("B          unit running, restarted");
        gate.PassAll();
        Assert.Equal(["B"], gate.Merged);
    }

    [Fact]
    public void A_build_sees_exactly_those_ahead_on_top_of_the_tips()
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        gate.Change("A", "core").Change("B", "maps").Change("C", "core");
        gate.Approve("A", "B", "C");
        var last = gate.World.Running.Values.Last();
        Assert.Equal("core0+git/1.1+git/3.1", last.Commits[World.MainOf(new("core"))]);
        Assert.Equal("maps0+git/2.1", last.Commits[World.MainOf(new("maps"))]);
    }
}
