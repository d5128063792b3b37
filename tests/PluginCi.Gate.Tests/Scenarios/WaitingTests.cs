using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Nobody waits without a reason, and nothing is asked for twice, in corners that random histories found.</summary>
public sealed class WaitingTests
{
    [Fact]
    public void A_change_that_another_one_was_promoted_over_says_that_it_waits()
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Serial });
        gate.Approve("A", "B");
        gate.Command(new PromoteChanges("gate", [GateScenario.Id("B")]), "jo");
        Assert.Contains("waits for those ahead of it", gate.Why("A"), StringComparison.Ordinal);
        Assert.Equal(Wait.Window, gate.World.State.QueueOf("gate").Items[1].Wait);
    }

    [Fact]
    public void A_change_that_passed_ahead_of_time_still_says_that_it_waits_for_its_turn()
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Probabilistic, BuildBudget = 2 });
        gate.Approve("A", "B");
        gate.Pass("B");
        Assert.Equal(Wait.Turn, gate.World.State.QueueOf("gate").Items[1].Wait);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_builds_of_a_batch_are_cancelled_once_when_a_change_of_it_leaves(bool reusesResults)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Batch }, rules: rules => rules with { ReusesResults = reusesResults });
        gate.Approve("A");
        gate.PushNewPatchset("A");
        Assert.Empty(gate.World.Running);
    }

    [Fact]
    public void The_budget_holds_for_the_states_that_changes_are_judged_by_as_well()
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Probabilistic, BuildBudget = 2 });
        gate.Approve("A", "B", "C");
        gate.Command(new PromoteChanges("gate", [GateScenario.Id("C")]), "jo");
        Assert.True(gate.World.Running.Values.Select(build => build.Buildset).Distinct().Count() <= 2);
        gate.PassAll();
        Assert.Equal(["C", "A", "B"], gate.Merged);
    }
}
