using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Queues in which changes that do not touch each other need not wait for each other.</summary>
public sealed class OvertakingTests
{
    [Fact]
    public void An_independent_change_merges_while_the_one_ahead_is_still_tested()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "maps").Change("C", "core");
        gate.Approve("A", "B", "C");
        gate.Shows("""
            A          unit running
            B          unit running
            C  A+      unit running
            """);
        gate.Pass("B");
        Assert.Equal(["B"], gate.Merged);
        gate.Shows("""
            A          unit running
            C  A+      unit running
            """);
    }

    [Fact]
    public void What_was_tested_before_others_merged_is_merged_on_them_with_the_builds_it_has()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        gate.Pass("B");
        gate.Pass("A");
        Assert.Equal(["B", "A"], gate.Merged);
        Assert.Equal("maps0+git/2.1", gate.World.Submitted[^1].Base[World.MainOf(new ProjectName("maps"))]);
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Reused && reason.Change == GateScenario.Id("A"));
        Assert.All(gate.World.Journal.OfType<SubmitEnded>(), ended => Assert.IsType<Submitted>(ended.Outcome));
    }

    [Fact]
    public void What_failed_is_rejected_at_once_whatever_has_merged_since()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        gate.Pass("B");
        gate.Fail("A");
        gate.Shows("empty");
        Assert.Single(gate.World.Reasons, reason => reason.Kind == ReasonKind.Prepared && reason.Change == GateScenario.Id("A"));
    }

    [Fact]
    public void A_wrong_footprint_costs_time_but_lets_nothing_in_that_was_not_tested()
    {
        // The footprints say that A and B do not meet; their builds see both projects.
        var gate = OvertakingGate.Make(seesOwnProjectOnly: false);
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        gate.Pass("B");
        gate.Pass("A");
        Assert.Equal(["B"], gate.Merged);
        gate.Shows("A          unit running, restarted");
        gate.Fail("A");
        Assert.Equal(["B"], gate.Merged);
        gate.Shows("empty");
    }

    [Fact]
    public void A_change_that_is_needed_is_waited_for_whatever_it_touches()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "maps", dependsOn: ["A"]);
        gate.Approve("A", "B");
        gate.Pass("B");
        Assert.Empty(gate.Merged);
        gate.Pass("A");
        Assert.Equal(["A", "B"], gate.Merged);
    }

    [Fact]
    public void What_conflicts_with_the_branch_holds_up_nobody()
    {
        var gate = OvertakingGate.Make();
        gate.Approve("A");
        gate.Change("B", "core").Change("C", "core");
        gate.Conflict("B", "A");
        gate.Approve("B", "C");
        gate.Pass("A");
        gate.Pass("C");
        Assert.Equal(["A", "C"], gate.Merged);
        Assert.Contains("conflicts", gate.LastMessage("B"), StringComparison.Ordinal);
        gate.Shows("empty");
    }

    [Fact]
    public void What_passed_longer_ago_than_results_last_is_tested_anew_here_too()
    {
        var gate = OvertakingGate.Make();
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.Approve("A");
        gate.Pass("A");
        gate.World.Sleep(TimeSpan.FromHours(25));
        gate.Command(new ThawMerges("q"), "jo");
        Assert.Empty(gate.Merged);
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void How_changes_go_together_is_learned_from_what_was_tested_together_and_an_author_is_not_blamed_for_it()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "core");
        gate.ApproveOf("A", OvertakingGate.Rash);
        gate.Approve("B");

        gate.Pass("B");
        gate.Pass("A");
        Assert.Equal(["B"], gate.Merged);
        Assert.Equal(0, gate.World.State.Meetings.Meetings);

        gate.Fail("A");
        Assert.Equal(new MeetingHistory(Meetings: 1, Clashes: 1), gate.World.State.Meetings);
        Assert.Equal(1, gate.World.State.Authors[OvertakingGate.Rash].Passed, 0.01);
    }

    [Fact]
    public void What_was_built_without_a_change_that_it_meets_is_stopped_when_that_merges()
    {
        var gate = OvertakingGate.Make();
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        gate.Pass("A");
        Assert.Equal(["A"], gate.RunningOn("B"));
    }

    [Fact]
    public void The_state_that_holds_what_merged_takes_the_place_of_one_that_does_not()
    {
        var gate = OvertakingGate.Make();
        gate.ApproveOf("A", OvertakingGate.Daring);
        gate.Approve("B");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        gate.Pass("A");
        Assert.Equal(["A"], gate.RunningOn("B"));
        gate.Pass("B");
        Assert.Equal(["A", "B"], gate.Merged);
        Assert.Empty(gate.World.Running);
    }
}
