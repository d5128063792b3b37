using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>The jobs of one item.</summary>
public sealed class JobTests
{
    [Fact]
    public void A_job_starts_when_those_it_needs_have_passed()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("build"), GateScenario.Job("test", ["build"])]);
        gate.Approve("A");
        gate.Shows("A          build running, test waiting");
        gate.Pass("A", "build");
        gate.Shows("A          build passed, test running");
        gate.Pass("A", "test");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void A_job_whose_need_failed_is_skipped()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("build"), GateScenario.Job("test", ["build"]), GateScenario.Job("slow")]);
        gate.Approve("A");
        gate.Fail("A", "build");
        gate.Shows("A          build failed, test skipped, slow running");
        gate.Pass("A", "slow");
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("A"));
    }

    [Fact]
    public void A_job_without_a_vote_decides_nothing()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("unit"), GateScenario.Job("coverage", isVoting: false)]);
        gate.Approve("A");
        gate.Fail("A", "coverage");
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void A_lost_build_is_tried_again_and_then_fails()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("unit", attempts: 2)]);
        gate.Approve("A", "B");
        gate.Lose("A");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
        gate.Lose("A");
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("A"));
        Assert.Contains("unit was lost", gate.LastMessage("A"), StringComparison.Ordinal);
    }

    // RT-17.
    [Theory]
    [InlineData(BuildResult.Failure)]
    [InlineData(BuildResult.TimedOut)]
    [InlineData(BuildResult.LimitExceeded)]
    public void A_build_that_fails_or_goes_past_a_limit_is_not_tried_again(BuildResult result)
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("unit", attempts: 3)]);
        gate.Approve("A");
        gate.World.End(Assert.Single(gate.World.Running).Key, result);
        Assert.Empty(gate.World.Running);
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("A"));
    }

    [Fact]
    public void A_build_that_somebody_else_cancelled_was_lost_and_is_tried_again()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.World.End(Assert.Single(gate.World.Running).Key, BuildResult.Cancelled);
        Assert.Equal(2, Assert.Single(gate.World.Running).Value.Attempt);
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void A_change_without_jobs_merges()
    {
        var gate = new GateScenario(jobs: []);
        gate.Approve("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void Check_tests_a_change_with_what_it_needs_and_merges_nothing()
    {
        var gate = new GateScenario(projects: ["core", "maps"], withCheck: true);
        gate.Change("A", "core").Change("B", "maps", dependsOn: ["A"]);
        gate.Push("B");
        gate.Shows("""
            check (A) B A+      unit running
            """);
        gate.Pass("B");
        gate.Shows("empty");
        Assert.Equal(["check Success"], gate.Told("B"));
        Assert.Empty(gate.Told("A"));
    }

    // JG-07: what a job did not ask for is left out, with what needs it, and counts as nothing.
    [Fact]
    public void A_job_decides_which_of_those_that_need_it_run()
    {
        var gate = new GateScenario(jobs:
        [
            new FrozenJob(new JobPlan { Name = "look" }),
            new FrozenJob(new JobPlan { Name = "docs", Needs = ["look"], OnlyIf = new JobCondition("look", "docs") }),
            new FrozenJob(new JobPlan { Name = "code", Needs = ["look"], OnlyIf = new JobCondition("look", "code") }),
            new FrozenJob(new JobPlan { Name = "pack", Needs = ["code"] }),
            new FrozenJob(new JobPlan { Name = "tell", SoftNeeds = ["code", "docs"] }),
        ]);
        gate.Approve("A");
        gate.Pass("A", "look", "docs");
        gate.Shows("A          look passed, docs running, code left out, pack left out, tell waiting");
        gate.Pass("A", "docs");
        gate.Pass("A", "tell");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void What_was_left_out_does_not_make_kept_jobs_run_again()
    {
        var gate = new GateScenario(
            projects: ["core", "maps"],
            jobs:
            [
                new FrozenJob(new JobPlan { Name = "look" }),
                new FrozenJob(new JobPlan { Name = "docs", Needs = ["look"], OnlyIf = new JobCondition("look", "docs") }),
                new FrozenJob(new JobPlan { Name = "tell", SoftNeeds = ["docs"] }),
            ],
            rules: rules => rules with { ReusesResults = true },
            seesOwnProjectOnly: true);
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        gate.Pass("B", "look");
        gate.Pass("B", "tell");
        gate.Fail("A", "look");
        Assert.Equal(["B"], gate.Merged);
    }

    // JG-08
    [Fact]
    public void A_job_that_asks_for_nothing_leaves_out_all_that_wait_for_its_answer()
    {
        var gate = new GateScenario(jobs: [new FrozenJob(new JobPlan { Name = "look" }), new FrozenJob(new JobPlan { Name = "docs", Needs = ["look"], OnlyIf = new JobCondition("look", "docs") })]);
        gate.Approve("A");
        gate.Pass("A", "look", "nobody");
        Assert.Equal(["A"], gate.Merged);
    }

    // JG-09
    [Fact]
    public void A_job_that_fails_decides_nothing_and_none_that_needs_it_runs()
    {
        var gate = new GateScenario(jobs: [new FrozenJob(new JobPlan { Name = "look" }), new FrozenJob(new JobPlan { Name = "docs", Needs = ["look"], OnlyIf = new JobCondition("look", "docs") })]);
        gate.Approve("A");
        gate.Fail("A", "look");
        gate.Shows("empty");
        Assert.Empty(gate.Merged);
        Assert.Contains("docs did not run", gate.World.Reports[^1].Message, StringComparison.Ordinal);
    }

    // What a paused job asks for is known when it pauses.
    [Fact]
    public void A_paused_job_decides_when_it_pauses_and_ends_when_nothing_is_left_for_it()
    {
        var gate = new GateScenario(jobs: [new FrozenJob(new JobPlan { Name = "look", Pauses = true }), new FrozenJob(new JobPlan { Name = "docs", Needs = ["look"], OnlyIf = new JobCondition("look", "docs") })]);
        gate.Approve("A");
        gate.Pause("A", "look");
        gate.Shows("A          look paused, docs left out");
        gate.Pass("A", "look");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void Check_items_do_not_wait_for_each_other()
    {
        var gate = new GateScenario(withCheck: true);
        gate.Push("A", "B");
        gate.Shows("""
            check A          unit running
            check B          unit running
            """);
        gate.Fail("A");
        gate.Pass("B");
        Assert.Equal(["check Failure"], gate.Told("A"));
        Assert.Equal(["check Success"], gate.Told("B"));
        gate.Recheck("A");
        gate.Pass("A");
        Assert.Equal(["check Failure", "check Success"], gate.Told("A"));
    }

    [Fact]
    public void Gate_takes_a_change_out_of_check()
    {
        var gate = new GateScenario(withCheck: true);
        gate.Push("A");
        gate.Approve("A");
        gate.Shows("gate A          unit running");
        gate.Pass("A");
        Assert.Equal(["gate Start", "gate Success"], gate.Told("A"));
    }

    [Fact]
    public void A_new_patchset_replaces_the_old_one_in_check()
    {
        var gate = new GateScenario(withCheck: true);
        gate.Push("A");
        gate.PushNewPatchset("A");
        gate.Shows("check A          unit running");
        Assert.Equal(2, Assert.Single(gate.World.Running.Values).Changes[0].Patchset);
    }

    [Fact]
    public void Builds_of_the_gate_come_before_those_of_check_and_the_head_before_those_behind()
    {
        var gate = new GateScenario(withCheck: true);
        gate.Push("A");
        gate.Approve("B", "C");
        var order = gate.World.Running.Values.OrderBy(build => build.Priority).Select(build => build.Changes[0].Id);
        Assert.Equal([GateScenario.Id("B"), GateScenario.Id("C"), GateScenario.Id("A")], order);
    }

    [Fact]
    public void What_is_likely_to_fail_and_quick_to_tell_starts_first()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("long"), GateScenario.Job("sound"), GateScenario.Job("shaky")]);
        gate.World.State = gate.World.State with
        {
            Jobs = gate.World.State.Jobs
                .Add("long", new JobHistory(Passed: 50, Failed: 50, Seconds: 1000))
                .Add("sound", new JobHistory(Passed: 100, Seconds: 2))
                .Add("shaky", new JobHistory(Passed: 50, Failed: 50, Seconds: 10)),
        };
        gate.Approve("A");
        Assert.Equal(["shaky", "sound", "long"], gate.World.Running.Values.Select(build => build.Job.Name));
    }

    [Fact]
    public void Errors_in_the_configuration_reject_the_change_with_their_place()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        var item = gate.World.State.QueueOf("gate").Items[0];
        var state = GateState.Empty(gate.World.State.Rules);
        foreach (var happened in gate.World.Journal.Where(happened => happened is not BuildsetPrepared))
        {
            state = Gate.Apply(state, happened).Next;
        }

        var error = new Diagnostic(".pipeline/pipeline.csx", 4, 7, DiagnosticSeverity.Error, "CS0103", "The name 'unti' does not exist");
        var decision = Gate.Apply(state, new BuildsetPrepared(World.Epoch, item.Buildset!.Id, new ConfigurationErrors([error])));
        var report = Assert.IsType<SendReport>(Assert.Single(decision.Effects));
        Assert.Contains(".pipeline/pipeline.csx(4,7): error CS0103: The name 'unti' does not exist", report.Message, StringComparison.Ordinal);
    }
}
