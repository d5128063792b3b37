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

    // CE-14.
    [Fact]
    public void A_branch_whose_configuration_has_errors_leaves_and_they_are_told_with_their_place()
    {
        var gate = new GateScenario(rules: rules => rules with { Pipelines = rules.Pipelines.Add(Nightly) });
        var arrived = Gate.Apply(gate.World.State, Due(gate));
        var error = new Diagnostic(".pipeline/pipeline.csx", 4, 7, DiagnosticSeverity.Error, "CS0103", "The name 'unti' does not exist");
        var decision = Gate.Apply(
            arrived.Next, new BuildsetPrepared(gate.World.Now(), Assert.Single(arrived.Effects.OfType<PrepareBuildset>()).Buildset, new ConfigurationErrors([error])));
        Assert.Empty(decision.Next.QueueOf("nightly").Items);
        var report = Assert.IsType<SendReport>(Assert.Single(decision.Effects));
        Assert.Equal(("core@main", ReportKind.Failure), (report.Ref?.Target.Value, report.Kind));
        Assert.Contains(".pipeline/pipeline.csx(4,7): error CS0103", report.Message, StringComparison.Ordinal);
    }

    // EV-02.
    [Fact]
    public void A_branch_that_is_gone_is_not_tested_and_one_that_moves_is()
    {
        var post = new PipelinePlan { Name = "post", Manager = PipelineManager.Supercedent, On = [Trigger.RefUpdated] };
        var gate = new GateScenario(rules: rules => rules with { Pipelines = rules.Pipelines.Add(post) });
        var stable = new ProjectBranch(new("core"), "stable");
        gate.World.Play(new BranchMoved(gate.World.Now(), stable, "stable0"));
        gate.World.Play(new BranchMoved(gate.World.Now(), stable, "stable1"));
        gate.World.End(Assert.Single(gate.World.Running).Key, BuildResult.Success);
        gate.World.Play(new BranchMoved(gate.World.Now(), stable, null));
        gate.Shows("empty");
    }

    private static RefArrived Due(GateScenario gate) => new(gate.World.Now(), new RefUpdate(new("core"), "main", null, "", Trigger.Timer), "nightly");
}
