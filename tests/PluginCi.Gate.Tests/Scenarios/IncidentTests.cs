using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Incidents of other merge queues, each with the check that catches it here. Those that need git are in the tests of the scheduler, I4 is a property.</summary>
public sealed class IncidentTests
{
    public static TheoryData<Strategy> Strategies => [Strategy.Linear, Strategy.Serial, Strategy.Batch, Strategy.Probabilistic];

    // I3: Mergify #347 and Tide #31292: merged before its checks had passed, or with one that was cancelled, lost or pending.
    [Theory]
    [InlineData(BuildResult.Failure)]
    [InlineData(BuildResult.TimedOut)]
    [InlineData(BuildResult.LimitExceeded)]
    [InlineData(BuildResult.Cancelled)]
    [InlineData(BuildResult.Lost)]
    public void I3_what_is_pending_or_anything_but_passed_lands_nothing(BuildResult result)
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("unit", attempts: 1), GateScenario.Job("site")]);
        gate.Approve("A");
        gate.Pass("A", "site");
        Assert.Empty(gate.Merged);
        gate.World.End(Assert.Single(gate.World.Running).Key, result);
        Assert.Empty(gate.Merged);
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("A"));
    }

    // I3: datafusion #17629: a required check that never ran. One that was skipped has not passed.
    [Fact]
    public void I3_a_job_that_was_skipped_has_not_passed()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("build", isVoting: false), GateScenario.Job("site", ["build"])]);
        gate.Approve("A");
        gate.Fail("A", "build");
        Assert.Empty(gate.Merged);
        Assert.Contains("site did not run", gate.LastMessage("A"), StringComparison.Ordinal);
    }

    // I3: homu #174, #215, #216 and bors-ng #1519: the approval and the pass of an older commit landed a newer one.
    [Fact]
    public void I3_a_pass_and_an_approval_of_another_patchset_land_nothing()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        var old = Assert.Single(gate.World.Running).Key;
        gate.PushNewPatchset("A");
        gate.World.End(old, BuildResult.Success);
        Assert.Empty(gate.Merged);
        gate.Approve("A");
        gate.World.End(old, BuildResult.Success);
        Assert.Empty(gate.Merged);
        gate.Pass("A");
        Assert.Equal("core0+git/1.2", Assert.Single(gate.World.Submitted).Commits.Values.Single());
    }

    // I5: uber/submitqueue #380: a stale trigger executed one merge twice.
    [Fact]
    public void I5_the_answer_of_a_merge_that_comes_twice_merges_and_tells_once()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B");
        gate.Pass("A");
        gate.World.Play(Assert.Single(gate.World.Journal.OfType<SubmitEnded>()));
        Assert.Equal(["A"], gate.Merged);
        Assert.Equal(["gate Start", "gate Success"], gate.Told("A"));
        gate.Shows("B  A+      unit running");
    }

    // I6: GitHub, heads stuck in AWAITING_CHECKS without any run; uber/submitqueue #590, an orphan batch wedged a queue for 50 minutes.
    [Theory]
    [MemberData(nameof(Strategies))]
    public void I6_a_head_that_waits_for_nothing_is_found_told_and_planned_anew(Strategy strategy)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = strategy });
        gate.Approve("A");
        Assert.Null(Liveness.FindStuckHead(gate.World.State, gate.World.State.Queues[0]));
        var queue = gate.World.State.Queues[0];
        var passed = queue.Items[0].Buildset!;
        var orphan = queue.Items[0] with { Buildset = passed.With([passed.Builds[0] with { Result = BuildResult.Success }]) };
        gate.World.State = gate.World.State with { Queues = [queue with { Items = [orphan] }] };
        gate.World.Running.Clear();

        var stuck = Liveness.FindStuckHead(gate.World.State, gate.World.State.Queues[0]);
        Assert.Equal(orphan.Id, stuck?.Id);
        gate.World.Play(new Stalled(gate.World.Now(), orphan.Id, "nothing is under way for it", StartsAnew: true));

        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Alarm && reason.Change == GateScenario.Id("A"));
        Assert.Null(Liveness.FindStuckHead(gate.World.State, gate.World.State.Queues[0]));
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void I6_a_batch_that_waits_for_a_freeze_is_not_stuck()
    {
        var gate = new GateScenario(projects: ["core", "maps"], edit: plan => plan with { Strategy = Strategy.Batch, MostInBatch = 2 });
        gate.Change("A", "core").Change("B", "core").Change("C", "maps");
        gate.Approve("A", "B", "C");
        gate.Pass("A");
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.PassAll();
        Assert.Equal(["A"], gate.Merged);
        Assert.Null(Liveness.FindStuckHead(gate.World.State, gate.World.State.Queues[0]));
    }

    // I6: Mergify #5177: a queue stood for hours on a frozen state.
    [Fact]
    public void I6_a_head_that_waits_for_a_freeze_which_is_gone_is_stuck()
    {
        var gate = new GateScenario();
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.Approve("A");
        gate.Pass("A");
        Assert.Null(Liveness.FindStuckHead(gate.World.State, gate.World.State.Queues[0]));
        gate.World.State = gate.World.State with { Freezes = [] };
        Assert.NotNull(Liveness.FindStuckHead(gate.World.State, gate.World.State.Queues[0]));
    }

    // I6: an answer that never comes: all that is known is asked for anew.
    [Theory]
    [MemberData(nameof(Strategies))]
    public void I6_a_merge_whose_answer_can_never_come_is_tested_and_asked_for_anew(Strategy strategy)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = strategy });
        gate.World.HoldsSubmits = true;
        gate.Approve("A");
        gate.Pass("A");
        Assert.Equal(SubmitChanges.KeyOf(Assert.Single(gate.World.HeldSubmits).Buildset), Assert.Single(Liveness.UnderWay(gate.World.State)).Key);
        gate.World.HeldSubmits.Clear();
        gate.World.HoldsSubmits = false;
        gate.World.Play(new Stalled(gate.World.Now(), gate.World.State.Queues[0].Items[0].Id, "nobody knows of its merge", StartsAnew: true));
        Assert.Empty(gate.Merged);
        gate.PassAll();
        Assert.Equal(["A"], gate.Merged);
    }

    // I7: halves of a failed batch that pass side by side land a union that nobody tested.
    [Fact]
    public void I7_the_halves_of_a_batch_are_tested_one_on_top_of_the_other()
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Batch });
        gate.Approve("A", "B", "C", "D");
        gate.Pass("A");
        gate.Fail("D");
        Assert.Equal("core0+git/1.1+git/2.1+git/3.1", Assert.Single(gate.World.Running).Value.Commits.Values.Single());
        gate.Pass("C");
        Assert.Equal(["A", "B", "C"], gate.Merged);
        Assert.Equal("core0+git/1.1+git/2.1+git/3.1+git/4.1", Assert.Single(gate.World.Running).Value.Commits.Values.Single());
    }

    // I8: SubmitQueue's bypass lands a change past those ahead. Here even a pass on every path waits for them, and one lucky path lands nothing.
    [Theory]
    [InlineData(BuildResult.Success, "A B", "core0+git/1.1+git/2.1")]
    [InlineData(BuildResult.Failure, "B", "core0+git/2.1")]
    public void I8_a_change_that_passed_on_every_path_waits_for_those_ahead(BuildResult ofA, string merged, string landed)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Probabilistic, BuildBudget = 40 });
        gate.Approve("A", "B");
        var ofB = gate.World.Running.Values.Where(build => build.Changes[0].Id == GateScenario.Id("B")).ToArray();
        Assert.Equal(["core0+git/1.1+git/2.1", "core0+git/2.1"], ofB.Select(build => build.Commits.Values.Single()).Order());
        foreach (var build in ofB)
        {
            gate.World.End(build.Build, BuildResult.Success);
            Assert.Empty(gate.Merged);
        }

        gate.World.End(Assert.Single(gate.World.Running).Key, ofA);
        Assert.Equal(merged.Split(' '), gate.Merged);
        Assert.Equal(landed, gate.World.Tips.Values.Single());
    }

    // I9: a half-made merge of several repositories is never told as a merge, and nothing merges after it until somebody has looked.
    [Fact]
    public void I9_a_merge_of_several_repositories_that_tears_stops_the_queue()
    {
        var gate = new GateScenario(projects: ["core", "maps"], rules: rules => rules with { AllowsCycles = true });
        gate.Change("A", "core", dependsOn: ["B"]).Change("B", "maps", dependsOn: ["A"]);
        gate.World.HoldsSubmits = true;
        gate.Approve("B", "A", "C");
        gate.PassAll();
        var half = Assert.Single(gate.World.HeldSubmits);
        gate.World.HeldSubmits.Clear();
        gate.World.Play(new SubmitEnded(gate.World.Now(), half.Item, half.Buildset, new SubmitTorn("maps@main was refused.", half.Commits.Remove(new ProjectBranch("maps@main")))));
        gate.PassAll();
        Assert.Equal(["gate Start", "gate Refused"], gate.Told("A"));
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Alarm);
        Assert.Empty(gate.World.HeldSubmits);
    }

    // I10: Shipit had to add revalidate_after: what passed long ago landed on a world that had changed.
    [Theory]
    [MemberData(nameof(Strategies))]
    public void I10_what_passed_longer_ago_than_the_bound_is_tested_anew_before_it_lands(Strategy strategy)
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = strategy, ResultsLast = TimeSpan.FromHours(1) });
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.Approve("A");
        gate.Pass("A");
        gate.World.Sleep(TimeSpan.FromHours(2));
        gate.Command(new ThawMerges("q"), "jo");

        Assert.Empty(gate.Merged);
        Assert.Contains(gate.World.Reasons, reason => reason.Text == "git/1 is tested anew in gate: unit passed 120 minutes ago, and results of gate last 60 minutes.");
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void I10_what_passed_within_the_bound_lands_at_once()
    {
        var gate = new GateScenario(edit: plan => plan with { ResultsLast = TimeSpan.FromHours(1) });
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.Approve("A");
        gate.Pass("A");
        gate.World.Sleep(TimeSpan.FromMinutes(50));
        gate.Command(new ThawMerges("q"), "jo");
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void I10_what_is_frozen_is_tested_anew_once_at_the_end_of_the_freeze()
    {
        var gate = new GateScenario(edit: plan => plan with { ResultsLast = TimeSpan.FromHours(1) });
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.Approve("A");
        gate.Pass("A");
        gate.World.Sleep(TimeSpan.FromHours(2));
        gate.Approve("B");
        gate.Shows("""
            A          unit passed
            B  A+      unit running
            """);
    }

    [Fact]
    public void I10_what_waits_for_those_ahead_is_tested_anew_when_its_turn_has_come()
    {
        var gate = new GateScenario(edit: plan => plan with { ResultsLast = TimeSpan.FromHours(1) });
        gate.Approve("A", "B");
        gate.Pass("B");
        gate.World.Sleep(TimeSpan.FromHours(2));
        gate.Approve("C");
        gate.Shows("""
            A          unit running
            B  A+      unit passed
            C  A+B+    unit running
            """);
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
        gate.Shows("""
            B          unit running, restarted
            C  B+      unit running, restarted
            """);
    }

    [Fact]
    public void I10_the_age_of_what_a_job_without_a_vote_found_does_not_matter()
    {
        var gate = new GateScenario(
            projects: ["core", "maps"],
            jobs: [GateScenario.Job("unit"), GateScenario.Job("coverage", isVoting: false)],
            edit: plan => plan with { ResultsLast = TimeSpan.FromHours(1) },
            rules: rules => rules with { ReusesResults = true },
            seesOwnProjectOnly: true);
        gate.Approve("A");
        gate.Pass("A", "coverage");
        gate.World.Sleep(TimeSpan.FromHours(2));
        gate.PushPastTheGate("maps");
        gate.Pass("A", "unit");
        Assert.Equal(["A"], gate.Merged);
    }

    // I10: a result that was kept over a reset is as old as it is; one of a state whose other builds took long is not.
    [Fact]
    public void I10_an_old_result_that_was_kept_is_stale_and_one_that_waited_for_a_slow_build_is_not()
    {
        var gate = new GateScenario(
            projects: ["core", "maps"],
            jobs: [GateScenario.Job("unit"), GateScenario.Job("site")],
            edit: plan => plan with { ResultsLast = TimeSpan.FromHours(1) },
            rules: rules => rules with { ReusesResults = true },
            seesOwnProjectOnly: true);
        gate.Approve("A");
        gate.Pass("A", "unit");
        gate.World.Sleep(TimeSpan.FromHours(2));
        gate.PushPastTheGate("maps");
        gate.Shows("A          unit passed, site running, restarted");
        gate.Pass("A", "site");
        gate.Shows("A          unit running, site running, restarted");
        gate.Pass("A", "unit");
        gate.World.Sleep(TimeSpan.FromHours(2));
        gate.Pass("A", "site");
        Assert.Equal(["A"], gate.Merged);
    }
}
