using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Branches and tags that are tested as they are.</summary>
public sealed class RefTests
{
    private static readonly PipelinePlan Nightly = new() { Name = "nightly", Manager = PipelineManager.Independent, On = [Trigger.Timer] };

    [Theory]
    [InlineData(Strategy.Linear)]
    [InlineData(Strategy.Serial)]
    [InlineData(Strategy.Batch)]
    [InlineData(Strategy.Probabilistic)]
    public void A_pipeline_that_tests_changes_on_top_of_each_other_takes_no_branch_or_tag(Strategy strategy)
    {
        var gate = new GateScenario(edit: pipeline => pipeline with { Strategy = strategy });
        gate.Approve("A");
        gate.World.Play(new RefArrived(gate.World.Now(), new RefUpdate(new("core"), "main", null, "", Trigger.Manual), "gate"));
        Assert.Equal(["A"], gate.Queued("gate"));
        Assert.Equal("core@main cannot enter gate: that tests changes on top of each other, and a branch or tag is none.", gate.World.Reasons[^1].Text);
        gate.PassAll();
        gate.Shows("empty");
    }

    [Fact]
    public void A_branch_is_tested_at_its_tip_once_until_it_is_done()
    {
        var gate = new GateScenario(rules: rules => rules with { Pipelines = rules.Pipelines.Add(Nightly) });
        gate.World.Play(Due(gate));
        gate.World.Play(Due(gate));
        var build = Assert.Single(gate.World.Running.Values);
        Assert.Equal("core0", build.Commits[World.MainOf(new("core"))]);
        gate.World.End(build.Build, BuildResult.Success);
        gate.Shows("empty");
        gate.World.Play(Due(gate));
        Assert.Single(gate.World.Running);
    }

    [Fact]
    public void A_branch_that_nobody_knows_is_not_tested_and_the_reason_is_told()
    {
        var gate = new GateScenario(rules: rules => rules with { Pipelines = rules.Pipelines.Add(Nightly) });
        gate.World.Play(new RefArrived(gate.World.Now(), new RefUpdate(new("core"), "gone", null, "", Trigger.Timer), "nightly"));
        Assert.Empty(gate.World.Running);
        Assert.Equal("core@gone is not tested: nobody knows where it points.", gate.World.Reasons[^1].Text);
    }

    private static RefArrived Due(GateScenario gate) => new(gate.World.Now(), new RefUpdate(new("core"), "main", null, "", Trigger.Timer), "nightly");
}
