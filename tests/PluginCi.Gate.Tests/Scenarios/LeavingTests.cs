using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Changes that leave before their builds ended, submits that do not work out, and pushes past the gate.</summary>
public sealed class LeavingTests
{
    [Fact]
    public void An_abandoned_change_leaves_and_those_behind_are_tested_without_it()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B", "C");
        gate.Abandon("A");
        gate.Shows("""
            B          unit running, restarted
            C  B+      unit running, restarted
            """);
        Assert.Equal(["gate Start"], gate.Told("A"));
        Assert.DoesNotContain(gate.World.Running.Values, build => build.Changes[0].Id == GateScenario.Id("A"));
    }

    [Fact]
    public void A_new_patchset_leaves_and_never_merges_what_was_approved_before()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.PushNewPatchset("A");
        gate.Shows("empty");
        gate.Approve("A");
        gate.PassAll();
        Assert.Equal(2, Assert.Single(gate.World.Merged).Patchset);
    }

    [Fact]
    public void A_change_that_loses_its_approval_leaves_with_the_reason()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.Unapprove("A");
        gate.Shows("B          unit running, restarted");
        Assert.Contains("it lost its approval", gate.LastMessage("A"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_somebody_merged_leaves_and_everything_is_tested_on_the_new_tip()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.MergeOutside("A");
        gate.Shows("B          unit running, restarted");
        gate.PassAll();
        Assert.Equal("core0+outside+git/2.1", gate.World.Tips[World.MainOf(new("core"))]);
    }

    [Fact]
    public void A_change_for_a_branch_that_does_not_exist_is_rejected_with_the_reason()
    {
        var gate = new GateScenario();
        gate.Edit("A", change => change with { Branch = "gone", IsApproved = true }, Trigger.Approved);
        gate.Shows("empty");
        Assert.Contains("branch core@gone does not exist", gate.LastMessage("A"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_push_past_the_gate_resets_every_item_of_the_queue()
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        gate.Approve("A", "B");
        gate.Pass("B");
        gate.PushPastTheGate("maps");
        gate.Shows("""
            A          unit running, restarted
            B  A+      unit running, restarted
            """);
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged);
        Assert.All(gate.World.Submitted, submit => Assert.Equal("maps0+outside", submit.Base[World.MainOf(new("maps"))]));
    }

    [Fact]
    public void A_push_that_the_gate_has_not_heard_of_is_found_by_the_submit()
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        gate.Approve("A", "B");
        gate.World.BeforeSubmit = _ =>
        {
            gate.World.Tips[World.MainOf(new("maps"))] = "maps-pushed";
            gate.World.BeforeSubmit = null;
        };
        gate.Pass("A");
        Assert.Empty(gate.Merged);
        gate.Shows("""
            A          unit running, restarted
            B  A+      unit running, restarted
            """);
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged);
    }

    [Theory]
    [InlineData("core")]
    [InlineData("maps")]
    public void A_push_past_the_gate_during_a_submit_is_noticed_whatever_the_answer(string project)
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        gate.Approve("A", "B");
        gate.World.HoldsSubmits = true;
        gate.Pass("A");
        gate.Shows("""
            A          merging
            B  A+      unit running
            """);
        gate.PushPastTheGate(project);
        gate.Shows("""
            A          merging
            B          waiting, restarted
            """);
        gate.World.AnswerSubmits();
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged);
    }

    [Fact]
    public void The_push_of_its_own_submit_is_no_news()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.World.BeforeSubmit = submit =>
        {
            gate.World.BeforeSubmit = null;
            gate.World.HoldsSubmits = true;
            gate.World.Play(new BranchMoved(gate.World.Now(), submit.Commits.Keys.First(), submit.Commits.Values.First()));
            gate.World.HoldsSubmits = false;
        };
        gate.Pass("A");
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged);
        Assert.DoesNotContain(gate.World.Reasons, reason => reason.Kind == ReasonKind.Reset);
    }

    [Fact]
    public void A_refused_submit_is_reported_and_the_window_stays()
    {
        var gate = new GateScenario(window: 4);
        gate.World.RefusesToSubmit.Add(GateScenario.Id("A"));
        gate.Approve("A", "B");
        gate.Pass("A");
        Assert.Equal(["gate Start", "gate Refused"], gate.Told("A"));
        Assert.Equal(4, gate.World.State.QueueOf("gate").Window);
        gate.Shows("B          unit running, restarted");
        gate.PassAll();
        Assert.Equal(["B"], gate.Merged);
    }

    [Fact]
    public void An_abandoned_change_whose_merge_is_asked_for_stays_until_the_answer()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.World.HoldsSubmits = true;
        gate.Pass("A");
        gate.Abandon("A");
        gate.Shows("A          merging");
        gate.World.RefusesToSubmit.Add(GateScenario.Id("A"));
        gate.World.AnswerSubmits();
        gate.Shows("empty");
        Assert.Empty(gate.Merged);
    }

    [Fact]
    public void News_of_what_the_gate_forgot_is_ignored()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        var before = ModelJson.Write(gate.World.State);
        gate.World.Play(new BuildEnded(gate.World.Now(), new BuildId("q-b99"), BuildResult.Failure, "", TimeSpan.Zero));
        gate.World.Play(new BuildsetPrepared(gate.World.Now(), new BuildsetId("q-s99"), new MergeConflict([], "")));
        gate.World.Play(new SubmitEnded(gate.World.Now(), new ItemId("q-i99"), new BuildsetId("q-s99"), new Submitted()));
        Assert.Equal(before, ModelJson.Write(gate.World.State));
    }

    [Fact]
    public void The_late_answer_for_a_state_that_was_thrown_away_is_ignored()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        var main = World.MainOf(new("core"));
        var before = Gate.Apply(gate.World.State, new BranchMoved(gate.World.Now(), main, "moved"));
        var now = Gate.Apply(before.Next, new BranchMoved(gate.World.Now(), main, "moved again"));
        var late = Gate.Apply(now.Next, new BuildsetPrepared(gate.World.Now(), Assert.Single(before.Effects.OfType<PrepareBuildset>()).Buildset, new MergeConflict([], "an old conflict")));
        Assert.Equal(ModelJson.Write(now.Next), ModelJson.Write(late.Next));
    }

    [Fact]
    public void Old_news_of_a_change_that_is_merged_does_not_bring_it_back()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.Pass("A");
        gate.Approve("A");
        gate.Shows("empty");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void Approving_twice_enqueues_once()
    {
        var gate = new GateScenario();
        gate.Approve("A", "A");
        gate.Shows("A          unit running");
        Assert.Equal(["gate Start"], gate.Told("A"));
    }

    [Fact]
    public void New_rules_keep_what_they_do_not_touch()
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        var rules = gate.World.State.Rules;
        gate.World.Play(new RulesChanged(gate.World.Now(), rules with { Projects = GateScenario.ProjectsOf(["core"]) }));
        gate.Shows("A          unit running");
        Assert.Contains("maps left queue q", gate.Why("B"), StringComparison.Ordinal);
        Assert.Equal("maps", Assert.Single(gate.World.PassedOn).Project.Value);
    }

    [Theory]
    [InlineData(Strategy.Linear)]
    [InlineData(Strategy.Serial)]
    [InlineData(Strategy.Batch)]
    [InlineData(Strategy.Probabilistic)]
    public void What_needs_a_change_that_went_to_another_queue_leaves_with_the_reason(Strategy strategy)
    {
        var gate = new GateScenario(projects: ["core", "maps"], edit: plan => plan with { Strategy = strategy, MostInBatch = 4, BuildBudget = 4 });
        gate.Change("A", "maps").Change("B", "core", dependsOn: ["A"]).Change("C", "core");
        gate.Approve("A", "B", "C");
        gate.World.Play(new RulesChanged(gate.World.Now(), gate.World.State.Rules with { Projects = GateScenario.ProjectsOf(["core"]) }));
        gate.PassAll();
        Assert.Equal(["C"], gate.Merged);
        Assert.Contains("needs git/1, which is not ahead of it under the new configuration", gate.LastMessage("B"), StringComparison.Ordinal);
    }
}
