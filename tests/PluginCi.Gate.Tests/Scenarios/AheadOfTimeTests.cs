using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>States that a probabilistic pipeline builds ahead of time, where changes do not overtake.</summary>
public sealed class AheadOfTimeTests
{
    [Fact]
    public void What_was_built_without_a_change_that_merged_all_the_same_is_not_taken()
    {
        var gate = Gate(budget: 2);
        gate.ApproveOf("A", OvertakingGate.Rash);
        gate.Approve("B");
        Assert.Equal([""], gate.RunningOn("B"));
        gate.Pass("B");
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
        gate.Shows("B  A+      unit running");
    }

    [Fact]
    public void What_was_built_without_a_change_is_stopped_when_that_merges_and_so_is_what_was_built_on_top_of_it()
    {
        var gate = Gate(budget: 8);
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B", "C");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        Assert.Contains("B", gate.RunningOn("C"));
        gate.Pass("A");
        Assert.Equal(["A"], gate.RunningOn("B"));
        Assert.DoesNotContain("B", gate.RunningOn("C"));
    }

    [Fact]
    public void What_was_built_on_the_old_tip_is_not_taken_when_a_merge_left_something_else_there()
    {
        var gate = Gate(budget: 3);
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        gate.World.HoldsSubmits = true;
        gate.Pass("A");
        var held = Assert.Single(gate.World.HeldSubmits);
        gate.World.Play(new SubmitEnded(gate.World.Now(), held.Item, held.Buildset, new SubmitDiffers(World.MainOf(new("core")), "else")));
        Assert.Equal("else+git/2.1", Assert.Single(gate.World.Running).Value.Commits.Values.Single());
        gate.Shows("B          unit running, restarted");
    }

    [Fact]
    public void Nothing_is_built_on_what_is_being_merged_once_its_branch_moved_past_the_gate()
    {
        var gate = Gate(budget: 3);
        gate.Approve("A", "B");
        gate.World.HoldsSubmits = true;
        gate.Pass("A");
        gate.PushPastTheGate("core");
        gate.Shows("""
            A          merging
            B          waiting, restarted
            """);
        Assert.Empty(gate.World.Running);
    }

    [Fact]
    public void What_is_not_built_says_what_it_waits_for()
    {
        var gate = Gate(budget: 2);
        gate.ApproveOf("A", OvertakingGate.Rash);
        gate.Approve("B", "C");
        Assert.Equal("git/2 waits for what becomes of those ahead: it is tested on the branch tips meanwhile, which is more likely to be needed.", gate.Why("B"));
        Assert.Equal("git/3 waits for a place in the budget: states of other changes are more likely to be needed.", gate.Why("C"));
    }

    [Fact]
    public void What_was_built_ahead_of_time_is_stopped_when_a_branch_moves_past_the_gate()
    {
        var gate = Gate(budget: 3);
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        gate.PushPastTheGate("core");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        Assert.All(gate.World.Running.Values, build => Assert.StartsWith("core0+outside", build.Commits.Values.Single(), StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_built_ahead_of_time_is_stopped_when_it_cannot_be_needed_any_more()
    {
        var gate = Gate(budget: 3);
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        gate.Fail("A");
        Assert.Equal([""], gate.RunningOn("B"));
        gate.Pass("B");
        Assert.Equal(["B"], gate.Merged);
    }

    [Fact]
    public void What_runs_goes_on_while_there_is_room_and_gives_way_when_there_is_none()
    {
        var gate = Gate(budget: 3);
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        gate.Pass("A");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        gate.Approve("C");
        Assert.Equal(["A"], gate.RunningOn("B"));
        Assert.Equal(["A", "AB"], gate.RunningOn("C"));
    }

    private static GateScenario Gate(int budget)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Probabilistic, BuildBudget = budget });
        gate.World.State = gate.World.State with { Authors = OvertakingGate.Authors };
        return gate;
    }
}
