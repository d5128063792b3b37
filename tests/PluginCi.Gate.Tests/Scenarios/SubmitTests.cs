using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Merges of several branches at once, those that tear, and what a merge sets off.</summary>
public sealed class SubmitTests
{
    [Fact]
    public void Changes_that_need_each_other_merge_as_one()
    {
        var gate = Cycle();
        gate.Shows("BA         maps/unit running, core/unit running");
        gate.PassAll();
        var submit = Assert.Single(gate.World.Submitted);
        Assert.Equal(["core@main", "maps@main"], submit.Commits.Keys.Select(branch => branch.Value));
        Assert.Equal(["gate Start", "gate Success"], gate.Told("A"));
        Assert.Equal(["gate Start", "gate Success"], gate.Told("B"));
    }

    [Theory]
    [InlineData(Strategy.Linear)]
    [InlineData(Strategy.Serial)]
    [InlineData(Strategy.Batch)]
    [InlineData(Strategy.Probabilistic)]
    public void What_needs_a_change_goes_behind_it_again_when_that_is_tested_as_one_with_others(Strategy strategy)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = strategy, BuildBudget = 2, MostInBatch = 3 }, rules: rules => rules with { UsesTopics = true });
        gate.Approve("A");
        gate.Change("B", dependsOn: ["A"]);
        gate.Approve("B");
        gate.Edit("A", change => change with { Topic = "t" }, null);
        gate.Edit("C", change => change with { Topic = "t", IsApproved = true }, Trigger.Approved);
        Assert.Equal(["A", "C", "B"], gate.Queued("gate"));
        gate.PassAll();
        Assert.Equal(["A", "C", "B"], gate.Merged);
    }

    [Theory]
    [InlineData(Strategy.Linear)]
    [InlineData(Strategy.Serial)]
    [InlineData(Strategy.Probabilistic)]
    public void What_is_being_merged_alone_stays_alone_when_its_pipeline_tests_batches_from_now_on(Strategy before)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = before });
        gate.World.HoldsSubmits = true;
        gate.Approve("A", "B");
        gate.Pass("A");
        var rules = gate.World.State.Rules;
        gate.World.Play(new RulesChanged(gate.World.Now(), rules with { Pipelines = [rules.Pipelines[0] with { Strategy = Strategy.Batch }] }));
        var held = Assert.Single(gate.World.HeldSubmits);
        gate.World.Play(new SubmitEnded(gate.World.Now(), held.Item, held.Buildset, new Submitted()));
        Assert.Equal(["gate Start", "gate Success"], gate.Told("A"));
        Assert.DoesNotContain("gate Success", gate.Told("B"));
        Assert.Equal(["B"], gate.Queued("gate"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_would_be_tested_as_one_with_a_change_that_is_being_merged_waits_for_the_answer(bool isMerged)
    {
        var gate = new GateScenario(projects: ["core", "maps"], rules: rules => rules with { AllowsCycles = true });
        gate.World.HoldsSubmits = true;
        gate.Change("A", "core").Change("B", "maps", dependsOn: ["A"]);
        gate.Approve("A");
        gate.Pass("A");
        gate.Edit("A", change => change with { DependsOn = [GateScenario.Id("B")] }, null);
        gate.Approve("B");
        gate.Shows("A          merging");
        Assert.Equal("git/2 is not in gate yet: git/1 is being merged.", gate.Why("B"));

        var held = Assert.Single(gate.World.HeldSubmits);
        SubmitOutcome outcome = isMerged ? new Submitted() : new SubmitRefused("A label is missing.", GateScenario.Id("A"));
        gate.World.Play(new SubmitEnded(gate.World.Now(), held.Item, held.Buildset, outcome));
        Assert.Equal(isMerged ? ["gate Start", "gate Success"] : ["gate Start", "gate Refused", "gate Start"], gate.Told("A"));
        Assert.Equal(isMerged ? ["B"] : ["A", "B"], gate.Queued("gate").Order());
    }

    [Fact]
    public void One_failing_member_keeps_all_out()
    {
        var gate = Cycle();
        gate.Fail("A", "core/unit");
        gate.Pass("B", "maps/unit");
        Assert.Empty(gate.World.Submitted);
        Assert.Contains("as one with git/2", gate.LastMessage("A"), StringComparison.Ordinal);
        Assert.Contains("core/unit failed", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_half_made_merge_stops_the_queue_and_says_so()
    {
        var gate = Cycle();
        gate.World.HoldsSubmits = true;
        gate.PassAll();
        var half = Assert.Single(gate.World.HeldSubmits);
        gate.World.Play(new SubmitEnded(gate.World.Now(), half.Item, half.Buildset, new SubmitTorn(
            "maps@main was refused and core@main could not be taken back.", half.Commits.Remove(new ProjectBranch("maps@main")))));
        gate.Shows("empty");
        Assert.Equal("q", Assert.Single(gate.World.State.Freezes).Scope);
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Alarm && reason.Text.Contains("could not be taken back", StringComparison.Ordinal));
        Assert.Equal(["gate Start", "gate Refused"], gate.Told("A"));
        Assert.Equal(half.Commits[new ProjectBranch("core@main")], gate.World.State.Tips[new ProjectBranch("core@main")]);
    }

    [Fact]
    public void A_landed_tree_that_was_not_tested_stops_the_queue()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.World.HoldsSubmits = true;
        gate.Pass("A");
        var held = gate.World.HeldSubmits[0];
        gate.World.Play(new SubmitEnded(gate.World.Now(), held.Item, held.Buildset, new SubmitDiffers(new ProjectBranch("core@main"), "something else")));
        Assert.Single(gate.World.State.Freezes);
        gate.Shows("B          unit running, restarted");
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Alarm);
        Assert.Equal(["gate Start", "gate Success"], gate.Told("A"));
        Assert.Contains("but what is on core@main is not what was tested: it is at something", gate.LastMessage("A"), StringComparison.Ordinal);
        Assert.EndsWith("Queue q is stopped.", gate.LastMessage("A"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_for_an_earlier_merge_says_nothing_of_the_one_asked_for_now()
    {
        var gate = new GateScenario();
        gate.World.Tips[World.MainOf(new ProjectName("core"))] += "+unheard";
        gate.Approve("A");
        gate.Pass("A");
        var overtaken = Assert.Single(gate.World.Journal.OfType<SubmitEnded>());
        gate.World.HoldsSubmits = true;
        gate.Pass("A");
        gate.World.Play(overtaken);
        gate.Shows("A          merging");
        gate.World.AnswerSubmits();
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void A_branch_of_another_queue_may_move_while_a_merge_is_made()
    {
        var gate = new GateScenario();
        var other = World.MainOf(new ProjectName("wiki"));
        gate.World.Tips[other] = "wiki0";
        gate.World.Play(new BranchMoved(gate.World.Now(), other, "wiki0"));
        gate.Approve("A");
        gate.World.Tips[other] = "wiki1";
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void A_merge_sets_off_what_is_triggered_by_the_branch_and_what_is_built_after_it()
    {
        var gate = new GateScenario(rules: rules => rules with
        {
            Pipelines = rules.Pipelines.Add(new PipelinePlan { Name = "post", Manager = PipelineManager.Independent, On = [Trigger.RefUpdated] }),
            BuiltAfter = ImmutableSortedDictionary<ProjectName, ImmutableArray<ProjectName>>.Empty.Add(new("core"), [new("wiki")]),
        });
        gate.Approve("A");
        gate.Pass("A");
        gate.Shows("post core@main         unit running");
        var passed = Assert.Single(gate.World.PassedOn);
        Assert.Equal("wiki", passed.Project.Value);
        Assert.IsType<RefArrived>(passed.Happened);
    }

    [Fact]
    public void A_refused_change_does_not_come_back_for_one_that_needs_it_and_cannot_follow()
    {
        var gate = new GateScenario();
        gate.Change("A").Change("B").Change("C", dependsOn: ["A", "B"]);
        gate.World.RefusesToSubmit.Add(GateScenario.Id("A"));
        gate.Approve("C", "A");
        gate.Shows("A          unit running");
        gate.Pass("A");
        gate.Shows("empty");
    }

    private static GateScenario Cycle()
    {
        var gate = new GateScenario(projects: ["core", "maps"], rules: rules => rules with { AllowsCycles = true });
        gate.Change("A", "core", dependsOn: ["B"]).Change("B", "maps", dependsOn: ["A"]);
        gate.Approve("B", "A");
        return gate;
    }
}
