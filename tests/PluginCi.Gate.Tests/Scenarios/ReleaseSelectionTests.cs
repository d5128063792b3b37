using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Which jobs of the stages Promote and Deploy are among those of an item, and what they wait for.</summary>
public sealed class ReleaseSelectionTests
{
    private static readonly ProjectName Core = new("core");

    [Fact]
    public void They_start_after_all_that_decides_before_them_environment_by_environment()
    {
        var (jobs, errors) = JobSelection.Select(
            "post",
            [
                Of("check", Stage.Promote, "staging"), Of("live", Stage.Deploy, "production"), Of("roll-out", Stage.Deploy, "staging"), Of("ready", Stage.Promote, "production"),
                Of("unit", Stage.Commit), Of("api", Stage.Acceptance), Of("flaky", Stage.Health, edit: plan => plan with { IsVoting = false }), Of("notify", Stage.Commit, edit: plan => plan with { Pipelines = ["post"], Needs = ["live"] }),
            ]);

        Assert.Empty(errors);
        string Waits(string name) => string.Join(' ', jobs.Single(job => job.Name == name).SoftNeeds.Order(StringComparer.Ordinal));
        Assert.Equal(("api unit", "api check unit"), (Waits("check"), Waits("roll-out")));
        Assert.Equal(("api check roll-out unit", "api check ready roll-out unit"), (Waits("ready"), Waits("live")));
        Assert.Equal(("", ""), (Waits("api"), Waits("notify")));
    }

    [Fact]
    public void None_is_of_a_change_whatever_the_pipeline_and_the_plan_say()
    {
        var change = new ChangeId("git/1");
        JobCandidate[] candidates = [Of("unit", Stage.Commit), Of("check", Stage.Promote, "staging"), Of("roll-out", Stage.Deploy, "staging", plan => plan with { Pipelines = ["gate"] })];
        foreach (var pipeline in new[] { "check", "gate", "post" })
        {
            Assert.Equal(["unit"], JobSelection.Select(pipeline, candidates.Select(one => one with { Change = change })).Jobs.Select(job => job.Name));
        }
    }

    [Fact]
    public void One_that_would_wait_for_itself_is_told_of()
    {
        var (_, errors) = JobSelection.Select("post", [Of("check", Stage.Promote, "staging"), Of("unit", Stage.Commit, edit: plan => plan with { SoftNeeds = ["between"] }), Of("between", Stage.Commit, edit: plan => plan with { Pipelines = ["post"], Needs = ["check"] })]);

        Assert.Equal(
            "job 'check' of the promote stage would wait for itself: it starts after all of the stages and environments before it, and one of their jobs waits for it; take that need away",
            Assert.Single(errors));
    }

    [Fact]
    public void Jobs_of_what_is_built_from_the_project_neither_hold_it_up_nor_give_it_anything()
    {
        JobCandidate[] candidates = [Of("check", Stage.Promote, "staging", plan => plan with { Needs = ["package"] }), Of("package", Stage.Commit) with { Project = new ProjectName("app") }, Of("site", Stage.Acceptance) with { Group = "apps" }];

        var (jobs, errors) = JobSelection.Select("post", candidates);

        Assert.Equal("job 'check' needs job 'package', which does not run in post for this change; make it a soft need, or let it run", Assert.Single(errors));
        var check = jobs.Single(job => job.Name == "check");
        Assert.Equal("site", Assert.Single(check.SoftNeeds));
        Assert.Empty(check.Needs);
    }

    [Fact]
    public void A_paused_build_must_have_ended_and_does_not_wait_for_them()
    {
        var gate = Merge(
            isFailFast: false,
            GateScenario.Job("server") with { Plan = new JobPlan { Name = "server", Pauses = true } },
            GateScenario.Job("client", ["server"]),
            new FrozenJob(new JobPlan { Name = "check", Stage = Stage.Promote, ReleasesTo = "staging" }) { SoftNeeds = ["server", "client"] },
            GateScenario.Job("tell", ["check"]));
        var server = BuildOf(gate, "server");
        gate.World.Play(new BuildPaused(gate.World.Now(), server));
        gate.World.End(BuildOf(gate, "client"), BuildResult.Success);

        Assert.Equal([server], gate.World.Resumed);
        Assert.Equal(["server"], Running(gate));
        gate.World.End(server, BuildResult.Success);
        Assert.Equal(["check"], Running(gate));
    }

    [Fact]
    public void What_fails_fast_cancels_no_deployment()
    {
        var gate = Merge(isFailFast: true, GateScenario.Job("lint"), GateScenario.Job("unit"), new FrozenJob(new JobPlan { Name = "live", Stage = Stage.Deploy, ReleasesTo = "production" }));
        gate.World.End(BuildOf(gate, "lint"), BuildResult.Failure);
        Assert.Equal(["live"], Running(gate));
    }

    [Fact]
    public void What_needs_one_is_left_out_where_none_runs() =>
        Assert.Equal(
            ["unit", "talk"],
            Releases.Without([Of("unit", Stage.Commit).Plan, Of("live", Stage.Deploy, "staging").Plan, new JobPlan { Name = "tell", Needs = ["announce"] }, new JobPlan { Name = "announce", Needs = ["live"] }, new JobPlan { Name = "talk", SoftNeeds = ["live"] }]).Select(job => job.Name));

    [Theory]
    [InlineData("core", "main", Trigger.RefUpdated, true)]
    [InlineData("core", "old", Trigger.RefUpdated, false)]
    [InlineData("core", "main", Trigger.Tag, false)]
    [InlineData("core", "main", Trigger.Timer, false)]
    [InlineData("core", "main", Trigger.Manual, false)]
    [InlineData("served", "main", Trigger.RefUpdated, false)]
    [InlineData("other", "main", Trigger.RefUpdated, false)]
    public void They_are_for_moves_of_default_branches_of_named_projects(string project, string branch, Trigger cause, bool isFor)
    {
        var site = new SitePlan { Projects = [new ProjectPlan(Core), new ProjectPlan(new ProjectName("served")) { IsSelfServed = true }], Pipelines = [] };
        var name = new ProjectName(project);
        var tested = new RefUpdate(name, branch, null, "c1", cause);

        Assert.Equal(isFor, Releases.AreOf(site, name, tested));
        Assert.False(Releases.AreOf(site, name, null));
        Assert.False(Releases.AreOf(site, name, tested with { Project = new ProjectName("another") }));
    }

    private static GateScenario Merge(bool isFailFast, params FrozenJob[] jobs)
    {
        var post = new PipelinePlan { Name = "post", Manager = PipelineManager.Supercedent, On = [Trigger.RefUpdated], IsFailFast = isFailFast };
        var gate = new GateScenario(rules: rules => rules with { Pipelines = rules.Pipelines.Add(post) });
        gate.World.RefJobs = [.. jobs];
        gate.World.Play(new RefArrived(gate.World.Now(), new RefUpdate(Core, "main", null, "c1", Trigger.RefUpdated)));
        return gate;
    }

    private static BuildId BuildOf(GateScenario gate, string job) => gate.World.Running.Values.Single(build => build.Job.Name == job).Build;

    private static IEnumerable<string> Running(GateScenario gate) => gate.World.Running.Values.Select(build => build.Job.Name);

    private static JobCandidate Of(string name, Stage stage, string? environment = null, Func<JobPlan, JobPlan>? edit = null)
    {
        var plan = new JobPlan { Name = name, Stage = stage, ReleasesTo = environment };
        return new JobCandidate(edit?.Invoke(plan) ?? plan, null, Core, "main");
    }
}
