using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>What is tested as one in a pipeline of batches, and in which order.</summary>
public sealed class BatchTests
{
    [Fact]
    public void The_more_changes_fail_the_fewer_are_in_a_batch()
    {
        var gate = Gate();
        gate.World.State = gate.World.State with { Outcomes = new JobHistory(Passed: 50, Failed: 50) };
        gate.Approve("A", "B", "C", "D", "E");
        gate.Pass("A");
        Assert.Equal("BC", UnderTest(gate));
    }

    [Fact]
    public void A_batch_that_is_refused_as_a_whole_is_halved_until_it_is_known_for_whose_sake()
    {
        var gate = Gate();
        gate.World.RefusesToSubmit.Add(GateScenario.Id("C"));
        gate.Approve("A", "B", "C", "D", "E");
        gate.PassAll();
        Assert.Equal(["A", "B", "D", "E"], gate.Merged);
        Assert.Equal(["gate Start", "gate Refused"], gate.Told("C"));
        gate.Shows("empty");
    }

    [Fact]
    public void A_change_that_conflicts_is_left_out_and_those_before_it_are_tested_as_one_without_any_failure()
    {
        var gate = Gate();
        gate.Conflict("E", "B");
        gate.Approve("A", "B", "C", "D", "E");
        gate.Pass("A");
        Assert.Equal("BCD", UnderTest(gate));
        gate.Pass("D");
        Assert.Equal(["A", "B", "C", "D"], gate.Merged);
        Assert.Contains("file conflicts", gate.LastMessage("E"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_behind_a_conflict_is_tested_before_what_was_behind_it()
    {
        var gate = Gate();
        gate.Approve("A", "B", "C", "D", "E");
        gate.Pass("A");
        gate.Fail("B");
        Assert.Equal("BC", UnderTest(gate));
        gate.Conflict("C", "I");
        gate.World.Tips[World.MainOf(new("core"))] += "+git/9.1";
        gate.World.Play(new BranchMoved(gate.World.Now(), World.MainOf(new("core")), gate.World.Tips[World.MainOf(new("core"))]));
        Assert.Equal("B", UnderTest(gate));
        gate.Pass("B");
        Assert.Equal("DE", UnderTest(gate));
        Assert.Equal(["D", "E"], gate.Queued("gate"));
    }

    [Fact]
    public void All_of_a_batch_that_is_being_merged_stay_until_the_answer()
    {
        var gate = Gate();
        gate.Approve("A", "B", "C");
        gate.Pass("A");
        gate.World.HoldsSubmits = true;
        gate.Pass("B");
        gate.Abandon("B");
        gate.Shows("""
            B          merging
            C          merging
            """);
        gate.World.AnswerSubmits();
        Assert.Equal(["A", "B", "C"], gate.Merged);
    }

    private static GateScenario Gate() => new(edit: plan => plan with { Strategy = Strategy.Batch, MostInBatch = 4 });

    private static string UnderTest(GateScenario gate) => string.Concat(Assert.Single(gate.World.Running).Value.Changes.Select(change => GateScenario.NameOf(change.Id)));
}
