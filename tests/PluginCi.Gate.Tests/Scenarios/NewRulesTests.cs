using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>What becomes of what is queued when the configuration changes.</summary>
public sealed class NewRulesTests
{
    [Fact]
    public void A_cycle_whose_projects_go_to_another_queue_is_passed_on_with_all_that_is_known_of_it()
    {
        var gate = new GateScenario(projects: ["core", "maps", "video"], rules: rules => rules with { AllowsCycles = true });
        gate.Change("A", "core", dependsOn: ["B"]).Change("B", "maps", dependsOn: ["A"]);
        gate.Approve("B", "A");
        Change(gate, rules => rules with { Projects = GateScenario.ProjectsOf(["video"]) });
        gate.Shows("empty");
        Assert.Empty(gate.World.Running);
        var wishes = gate.World.PassedOn.Select(passed => Assert.IsType<EnqueueChange>(Assert.IsType<Commanded>(passed.Happened).Command));
        Assert.Equal(["B with A", "A with B"], wishes.Select(wish => $"{GateScenario.NameOf(wish.Change.Id)} with {GateScenario.NameOf(Assert.Single(wish.Related).Id)}"));
    }

    [Fact]
    public void A_branch_under_test_is_passed_on_with_its_project()
    {
        var nightly = new PipelinePlan { Name = "nightly", Manager = PipelineManager.Independent, On = [Trigger.Timer] };
        var gate = new GateScenario(projects: ["core", "maps"], rules: rules => rules with { Pipelines = rules.Pipelines.Add(nightly) });
        var tested = new RefUpdate(new("core"), "main", null, "", Trigger.Timer);
        gate.World.Play(new RefArrived(gate.World.Now(), tested, "nightly"));
        Change(gate, rules => rules with { Projects = GateScenario.ProjectsOf(["maps"]) });
        gate.Shows("empty");
        var passed = Assert.IsType<RefArrived>(Assert.Single(gate.World.PassedOn).Happened);
        Assert.Equal((tested with { New = "core0" }, "nightly"), (passed.Ref, passed.Pipeline));
    }

    [Fact]
    public void A_batch_that_is_being_merged_stays_one_when_its_pipeline_tests_one_on_the_other_from_now_on()
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Batch, MostInBatch = 4 });
        gate.Approve("A", "B", "C");
        gate.Pass("A");
        gate.World.HoldsSubmits = true;
        gate.PassAll();
        Change(gate, rules => rules with { Pipelines = [rules.Pipelines[0] with { Strategy = Strategy.Linear }] });
        gate.World.AnswerSubmits();
        Assert.Equal(["A", "B", "C"], gate.Merged);
        Assert.Equal(["gate Start", "gate Success"], gate.Told("B"));
        gate.Shows("empty");
    }

    // RC-11.
    [Fact]
    public void A_merge_that_is_being_prepared_is_asked_for_once_and_its_answer_counts()
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        gate.Approve("A");
        var asked = Gate.Apply(gate.World.State, new BranchMoved(gate.World.Now(), World.MainOf(new("core")), "moved"));
        var wish = Assert.Single(asked.Effects.OfType<PrepareBuildset>());
        var changed = Gate.Apply(asked.Next, new RulesChanged(gate.World.Now(), asked.Next.Rules with { Projects = GateScenario.ProjectsOf(["core"]) }));
        Assert.Empty(changed.Effects);
        var ready = new ReadyToBuild(wish.Base, [GateScenario.Job("unit")]);
        var prepared = Gate.Apply(changed.Next, new BuildsetPrepared(gate.World.Now(), wish.Buildset, ready));
        Assert.Equal(GateScenario.Id("A"), Assert.Single(Assert.Single(prepared.Effects.OfType<StartBuild>()).Changes).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_queued_goes_on_when_changes_may_overtake_each_other_from_now_on_or_no_longer(bool mayOvertake)
    {
        var gate = OvertakingGate.Make();
        Change(gate, rules => rules with { AllowsOvertaking = !mayOvertake });
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        Change(gate, rules => rules with { AllowsOvertaking = mayOvertake });
        gate.Pass("B");
        Assert.Equal(mayOvertake ? ["B"] : [], gate.Merged);
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged.Order());
    }

    private static void Change(GateScenario gate, Func<QueueRules, QueueRules> edit) => gate.World.Play(new RulesChanged(gate.World.Now(), edit(gate.World.State.Rules)));
}
