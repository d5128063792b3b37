using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Flakes, quarantine, early failures, pauses, and builds that are kept over a reset.</summary>
public sealed class BuildTests
{
    [Fact]
    public void A_failure_is_retried_on_the_same_state_before_it_counts()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "unit", FlakeRetries = 1 })]);
        gate.Approve("A", "B");
        gate.Fail("A");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Flaked);
        Assert.InRange(gate.World.State.Jobs["unit"].FlakeRate, 0.4, 0.6);
    }

    [Fact]
    public void What_failed_in_another_round_and_passes_on_the_same_inputs_is_a_flake()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.Fail("A");
        Assert.DoesNotContain(gate.World.Reasons, reason => reason.Kind == ReasonKind.Flaked);
        gate.Enqueue("A");
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Flaked);

        // Counted once, and nothing of it is kept.
        Assert.Equal(1, gate.World.State.Jobs["unit"].Flakes);
        Assert.Empty(gate.World.State.Failures);
    }

    [Fact]
    public void A_failure_on_other_inputs_makes_no_flake()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.Fail("B");
        gate.Fail("A");
        gate.Pass("B");
        Assert.Equal(["B"], gate.Merged);
        Assert.DoesNotContain(gate.World.Reasons, reason => reason.Kind == ReasonKind.Flaked);
    }

    [Fact]
    public void Only_so_many_failures_are_remembered()
    {
        var gate = new GateScenario();
        for (var round = 0; round < GateState.MostFailures + 5; round++)
        {
            gate.Approve("A");
            gate.Fail("A");
            gate.PushNewPatchset("A");
        }

        Assert.Equal(GateState.MostFailures, gate.World.State.Failures.Length);
    }

    [Fact]
    public void A_failure_counts_when_the_retries_are_used_up()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "unit", FlakeRetries = 1 })]);
        gate.Approve("A");
        gate.Fail("A");
        gate.Fail("A");
        gate.Shows("empty");
        Assert.Empty(gate.Merged);
    }

    [Fact]
    public void A_job_in_quarantine_runs_and_does_not_decide()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "unit" }), Job(new JobPlan { Name = "shaky", Quarantine = "fails at random" })]);
        gate.Approve("A");
        gate.Fail("A", "shaky");
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void A_build_that_will_fail_counts_before_it_ends()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.WillFail("A");
        gate.Shows("""
            A          unit running
            B          unit running, restarted
            """);
        gate.Pass("B");
        Assert.Equal(["B"], gate.Merged);
        gate.Fail("A");
        gate.Shows("empty");
    }

    [Fact]
    public void A_build_that_will_fail_does_not_count_while_the_failure_may_be_retried()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "unit", FlakeRetries = 1 })]);
        gate.Approve("A", "B");
        gate.WillFail("A");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
        gate.Fail("A");
        gate.WillFail("A");
        gate.Shows("""
            A          unit running
            B          unit running, restarted
            """);
    }

    [Fact]
    public void Failing_fast_waits_for_the_retry_of_a_build_that_will_fail()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "unit", FlakeRetries = 1 }), GateScenario.Job("slow")], edit: pipeline => pipeline with { IsFailFast = true });
        gate.Approve("A");
        gate.WillFail("A");
        gate.Shows("A          unit running, slow running");
        gate.Fail("A");
        gate.PassAll();
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void Failing_fast_ends_the_other_builds()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("lint"), GateScenario.Job("unit"), GateScenario.Job("pack", ["unit"])], edit: pipeline => pipeline with { IsFailFast = true });
        gate.Approve("A");
        gate.Fail("A", "lint");
        gate.Shows("empty");
        Assert.Empty(gate.World.Running);
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("A"));
    }

    [Fact]
    public void A_paused_build_stays_up_until_the_jobs_that_need_it_are_done()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "server", Pauses = true }), GateScenario.Job("client", ["server"])]);
        gate.Approve("A");
        var server = gate.Pause("A", "server");
        gate.Shows("A          server paused, client running");
        gate.Pass("A", "client");
        Assert.Equal([server], gate.World.Resumed);
        Assert.Empty(gate.Merged);
        gate.Pass("A", "server");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void What_worked_with_a_paused_build_that_is_lost_is_done_again()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "server", Pauses = true }), GateScenario.Job("client", ["server"])]);
        gate.Approve("A");
        gate.Pause("A", "server");
        gate.Lose("A", "server");
        gate.Shows("A          server running, client waiting");
        gate.Pause("A", "server");
        gate.Shows("A          server paused, client running");
    }

    [Fact]
    public void What_worked_with_a_paused_build_that_fails_and_is_tried_again_is_done_again()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "server", Pauses = true, FlakeRetries = 1 }), GateScenario.Job("client", ["server"])]);
        gate.Approve("A");
        gate.Pause("A", "server");
        gate.Pass("A", "client");
        gate.Fail("A", "server");
        gate.Shows("A          server running, client waiting");
    }

    // JG-19.
    [Fact]
    public void A_build_is_handed_what_the_second_try_of_a_paused_job_made()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "server", Pauses = true }), GateScenario.Job("client", ["server"])]);
        gate.Approve("A");
        gate.Pause("A", "server");
        gate.Lose("A", "server");
        var second = gate.Pause("A", "server");
        Assert.Equal(new NeededBuild("server", second), Assert.Single(Assert.Single(gate.World.Running.Values, build => build.Job.Name == "client").Needs));
    }

    [Fact]
    public void A_build_is_handed_what_the_jobs_made_that_it_needs_through_others()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("build"), GateScenario.Job("pack", ["build"]), GateScenario.Job("test", ["pack"]), GateScenario.Job("lint")]);
        gate.Approve("A");
        gate.Pass("A", "build");
        gate.Pass("A", "pack");
        Assert.Equal(["pack", "build"], Assert.Single(gate.World.Running.Values, build => build.Job.Name == "test").Needs.Select(need => need.Job));
        Assert.Empty(Assert.Single(gate.World.Running.Values, build => build.Job.Name == "lint").Needs);
    }

    [Fact]
    public void A_kept_build_hands_on_what_it_made_before_the_reset()
    {
        var gate = new GateScenario(
            projects: ["core", "maps"],
            jobs: [GateScenario.Job("build"), GateScenario.Job("test", ["build"])],
            rules: rules => rules with { ReusesResults = true },
            seesOwnProjectOnly: true);
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        var build = Assert.Single(gate.World.Running.Values, build => build.Changes[0].Id == GateScenario.Id("B")).Build;
        gate.Pass("B", "build");
        gate.Fail("A", "build");
        Assert.Equal(new NeededBuild("build", build), Assert.Single(Assert.Single(gate.World.Running.Values).Needs));
    }

    [Fact]
    public void A_reset_keeps_builds_whose_job_and_inputs_are_the_same()
    {
        var gate = new GateScenario(
            projects: ["core", "maps"],
            jobs: [GateScenario.Job("unit"), GateScenario.Job("slow")],
            rules: rules => rules with { ReusesResults = true },
            seesOwnProjectOnly: true);
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        gate.Pass("B");
        gate.Fail("A");
        gate.Pass("A", "slow");
        gate.Shows("B          unit passed, slow running, restarted");
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Reused && reason.Text.StartsWith("unit, slow of git/2 kept", StringComparison.Ordinal));
        gate.Pass("B", "slow");
        Assert.Equal(["B"], gate.Merged);
    }

    [Fact]
    public void A_job_that_holds_those_behind_passes_before_they_start()
    {
        var gate = new GateScenario(jobs: [Job(new JobPlan { Name = "merge", HoldsFollowing = true }), GateScenario.Job("unit", ["merge"])]);
        gate.Approve("A", "B");
        gate.Shows("""
            A          merge running, unit waiting
            B  A+      merge ready, unit waiting
            """);
        Assert.Contains("holds those behind", gate.Why("B"), StringComparison.Ordinal);
        gate.Pass("A", "merge");
        gate.Shows("""
            A          merge passed, unit running
            B  A+      merge running, unit waiting
            """);
    }

    [Fact]
    public void The_forecast_comes_from_how_long_jobs_took()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        Assert.Null(Forecast.Of(gate.World.State, "gate", gate.World.State.Queues[0].Items[0].Id, World.Epoch));
        gate.PassAll();
        gate.Approve("B");
        var forecast = Forecast.Of(gate.World.State, "gate", gate.World.State.Queues[0].Items[0].Id, gate.World.Now())!;
        Assert.InRange(forecast.Soonest.TotalSeconds, 0, 1);
        Assert.True(forecast.Latest >= forecast.Soonest);
    }

    private static FrozenJob Job(JobPlan plan) => new(plan);
}
