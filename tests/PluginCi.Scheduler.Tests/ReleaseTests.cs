using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>
/// Who promotes and deploys what. The invariants: a build of a change never does, whatever script and site say; an environment never gets a digest that was not promoted to it; neither a
/// project without the grant nor one of a pattern does anything.
/// </summary>
public sealed class ReleaseTests
{
    private static readonly JobPlan Package = PlainScripts.Job("package") with { Artifacts = [new ArtifactPlan("dist", ["dist/**"]), new ArtifactPlan("other", ["other/**"])] };
    private static readonly JobPlan Test = Fetching("test", Stage.Acceptance, null);
    private static readonly JobPlan Check = Fetching("check", Stage.Promote, "staging");
    private static readonly JobPlan RollOut = Fetching("roll-out", Stage.Deploy, "staging");
    private static readonly ReleaseEnvironmentPlan Staging = new() { Name = "staging", Projects = ["alpha", "tools/*", "gone"] };
    private static readonly ReleaseEnvironmentPlan Production = new() { Name = "production", Projects = ["*"], After = ["staging"] };

    private static SitePlan Site => PlainScripts.SiteOf("alpha", "beta") with
    {
        Groups = [],
        Environments = [Staging, Production],
        Pipelines = [.. PlainScripts.SiteOf("alpha").Pipelines, new PipelinePlan { Name = "post", Manager = PipelineManager.Supercedent, On = [Trigger.RefUpdated, Trigger.Timer, Trigger.Tag, Trigger.Manual] }],
    };

    /// <summary>What is built, and a part of why it neither promotes nor deploys; null when it does.</summary>
    public static TheoryData<string, string?> Builds => new()
    {
        { "a merge into the default branch", null },
        { "a job of another stage in a check", null },
        { "a change in a check", "is not of what was merged" },
        { "an approved change in a gate", "is not of what was merged" },
        { "a change that says that it is a branch", "is not of what was merged" },
        { "another branch", "is not of what was merged" },
        { "a tag of the name of the default branch", "is not of what was merged" },
        { "a schedule", "is not of what was merged" },
        { "a command", "is not of what was merged" },
        { "a project of a pattern", "is not of what was merged" },
        { "a project that is gone", "is not of what was merged" },
        { "the job of another project", "is not of what was merged" },
        { "a job that sees a project of a pattern", "is not of what was merged" },
        { "a project without the grant", "which beta may not" },
        { "a job that sees a project without the grant", "which beta may not" },
        { "an environment that the site does not have", "'nowhere', which is no environment of the site. Known environments: staging, production" },
        { "a deployment that is held", "Nothing is deployed to 'staging' for now: fundraising until Monday" },
        { "a promotion to what is held", null },
    };

    [Theory]
    [MemberData(nameof(Builds))]
    public void Only_builds_of_what_was_merged_of_projects_with_the_grant_promote_and_deploy(string what, string? why)
    {
        var site = Site with { Projects = [.. Site.Projects, new ProjectPlan(new ProjectName("tools/lint")) { IsSelfServed = true }] };
        var change = new Change { Id = new ChangeId("1"), Project = Town.Alpha, Branch = "main", Patchset = 1, Commit = new string('a', 40), IsApproved = true };
        StartBuild Of(string project = "alpha", string branch = "main", Trigger cause = Trigger.RefUpdated, JobPlan? job = null) => new(
            new BuildId("b"), new BuildsetId("s"), "post", [], new RefUpdate(new ProjectName(project), branch, null, new string('a', 40), cause), [], new FrozenJob(job ?? RollOut), 1, ImmutableSortedDictionary<ProjectBranch, string>.Empty, 0, DateTimeOffset.UnixEpoch);
        var wish = what switch
        {
            "a merge into the default branch" => Of(),
            "a job of another stage in a check" => Of(job: Test) with { Pipeline = "check", Ref = null, Changes = [change] },
            "a change in a check" => Of() with { Pipeline = "check", Ref = null, Changes = [change with { IsApproved = false }] },
            "an approved change in a gate" => Of() with { Pipeline = "gate", Ref = null, Changes = [change] },
            "a change that says that it is a branch" => Of() with { Pipeline = "gate", Changes = [change] },
            "another branch" => Of(branch: "mine"),
            "a tag of the name of the default branch" => Of(cause: Trigger.Tag),
            "a schedule" => Of(cause: Trigger.Timer),
            "a command" => Of(cause: Trigger.Manual),
            "a project of a pattern" => Of("tools/lint"),
            "a project that is gone" => Of("gone"),
            "the job of another project" => Of() with { Job = new FrozenJob(RollOut) { Project = Town.Beta } },
            "a job that sees a project of a pattern" => Of(job: RollOut with { Repositories = [Town.Alpha, new ProjectName("tools/lint")] }),
            "a project without the grant" => Of("beta"),
            "a job that sees a project without the grant" => Of(job: RollOut with { Repositories = [Town.Alpha, Town.Beta] }),
            "an environment that the site does not have" => Of(job: RollOut with { ReleasesTo = "nowhere" }),
            "a deployment that is held" or "a promotion to what is held" => Of(job: what == "a deployment that is held" ? RollOut : Check),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        site = what.EndsWith("held", StringComparison.Ordinal) ? site with { Environments = [Staging with { Hold = "fundraising until Monday" }] } : site;

        var found = ReleaseDesk.FindObstacle(site, wish);

        Assert.Equal(why is null, found is null);
        Assert.Contains(why ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_merged_is_promoted_and_deployed_by_its_digest_and_no_change_ever_is()
    {
        using var town = await Town.FoundAsync(Site);
        var live = RollOut with { Name = "live", ReleasesTo = "production" };
        var ready = Check with { Name = "ready", ReleasesTo = "production" };
        await town.WriteScriptAsync(Town.Alpha, RollOut, Check, ready, live, Package, Test);
        var ran = new ConcurrentQueue<string>();
        await using var server = await StartAsync(town, (request, _) =>
        {
            ran.Enqueue($"{request.Environment["PLUGINCI_PIPELINE"]} {request.Job.Name}");
            return Task.CompletedTask;
        });

        await MergeAsync(town);
        await server.WaitAsync(_ => Ended(server, "live"));

        Assert.Equal(["post package", "post test", "post check", "post roll-out", "post ready", "post live"], ran.Where(line => line.StartsWith("post", StringComparison.Ordinal)));
        Assert.Equal(["check package", "check test", "gate package", "gate test"], ran.Where(line => !line.StartsWith("post", StringComparison.Ordinal)).Distinct().Order());
        var made = server.Stores.Read.ReadNewestBuilds(100).Single(build => build is { Pipeline: "post", Job: "package" });
        var digest = server.Stores.Artifacts.Find(made.Id).Artifacts[0].Hash;
        Assert.Equal(
            [(Stage.Deploy, "roll-out"), (Stage.Promote, "check")],
            server.Stores.Releases.ReadHistory("staging", 10).Select(row => (row.Stage, server.Stores.Read.FindBuild(row.Build)!.Job)));
        Assert.All(server.Stores.Releases.ReadHistory("staging", 10).Concat(server.Stores.Releases.ReadHistory("production", 10)), row =>
            Assert.Equal((Town.Alpha, made.Id, "dist", digest), (row.Project, row.Maker, row.Artifact, row.Digest)));
        Assert.Equal(await town.Git.TipAsync(Town.Alpha), server.Stores.Releases.ReadHistory("production", 1)[0].Commit);
        Assert.Equal(4, server.Stores.Releases.ReadNewest().Count);
    }

    [Fact]
    public async Task What_is_newest_on_an_environment_is_kept_however_old_it_is()
    {
        using var town = await Town.FoundAsync(Site);
        await town.WriteScriptAsync(Town.Alpha, Package, Check);
        await using var server = await StartAsync(town, (_, _) => Task.CompletedTask);
        await MergeAsync(town);
        await server.WaitAsync(_ => Ended(server, "check"));
        await server.WaitAsync(IsIdle);
        var options = new SchedulerOptions { Workspaces = town.Folder, Sockets = town.Folder, Dependencies = town.Folder, ServerUrl = new Uri("http://ci.example.org"), ConfigProject = Town.Config, ArtifactsKept = TimeSpan.FromDays(1) };
        var clock = new LateClock(TimeSpan.FromDays(2));

        await new ArtifactKeeper(options, server.Stores.Artifacts, server.Stores.Releases, server.Board, clock, NullLogger<ArtifactKeeper>.Instance).CollectAsync(Town.Soon);

        Assert.Empty(server.Board.Warnings);
        var made = server.Stores.Read.ReadNewestBuilds(100).Where(build => build.Job == "package").ToArray();
        Assert.All(made, build => Assert.Equal(build.Pipeline != "post", server.Stores.Artifacts.Find(build.Id).IsEmpty));
        Assert.Contains(made, build => build.Pipeline != "post");
    }

    // Each is refused before it runs, and after everything else passed.
    public static TheoryData<string, string> Refusals => new()
    {
        { "deploys what nobody promoted", "The artifact 'other' (sha256:" },
        { "deploys what was promoted elsewhere", "was not promoted to 'production', so that job last is not given it. Let a job of Promote(\"production\", …) fetch it." },
        { "promotes what comes after another", "is not promoted to 'production', as it was not promoted to 'staging' before." },
        { "deploys to what is held", "Nothing is deployed to 'staging' for now: fundraising until Monday. Those who keep the site" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_environment_gets_nothing_that_was_not_promoted_to_it(string what, string why)
    {
        JobPlan[] jobs = what switch
        {
            "deploys what nobody promoted" => [Package, Check, RollOut with { Name = "last", Fetches = [new FetchPlan("package", "other")] }],
            "deploys what was promoted elsewhere" => [Package, Check, RollOut with { Name = "last", ReleasesTo = "production" }],
            "promotes what comes after another" => [Package, Check with { Name = "last", ReleasesTo = "production" }],
            _ => [Package, Check, RollOut with { Name = "last" }],
        };
        using var town = await Town.FoundAsync(what.EndsWith("held", StringComparison.Ordinal) ? Site with { Environments = [Staging with { Hold = "fundraising until Monday." }] } : Site);
        await town.WriteScriptAsync(Town.Alpha, jobs);
        var ran = new ConcurrentQueue<string>();
        await using var server = await StartAsync(town, (request, _) =>
        {
            ran.Enqueue(request.Job.Name);
            return Task.CompletedTask;
        });

        await MergeAsync(town);
        await server.WaitAsync(_ => Ended(server, "last"));

        var last = Assert.Single(server.Stores.Read.ReadNewestBuilds(100), build => build.Job == "last");
        Assert.Equal(BuildResult.Failure, last.Result);
        Assert.Contains(why, last.Message, StringComparison.Ordinal);
        Assert.Equal(what.StartsWith("promotes", StringComparison.Ordinal), ran.Contains("last"));
        Assert.DoesNotContain(server.Stores.Releases.ReadNewest(), row => row.Build == last.Id);
    }

    [Fact]
    public async Task A_project_without_the_grant_learns_it_before_it_merges()
    {
        using var town = await Town.FoundAsync(Site);
        await town.WriteScriptAsync(Town.Beta, Package, Check);
        await using var server = await town.StartAsync();
        var change = await town.PushAsync(Town.Beta, "Good", "good", "1");

        var report = await town.Audience.HearAsync(report => report.Change == change && report.Kind != ReportKind.Start, Town.Soon);

        Assert.Equal(ReportKind.Failure, report.Kind);
        Assert.Contains("PCI2465: job 'check' promotes to 'staging', which beta may not. Those who keep the site can let it, by Environment(\"staging\").For(\"beta\")", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_whose_tests_fail_is_not_promoted()
    {
        using var town = await Town.FoundAsync(Site);
        await town.WriteScriptAsync(Town.Alpha, Check, Package, Test);
        await using var server = await StartAsync(town, (_, _) => Task.CompletedTask);
        server.Executor.Fails = request => request.Environment["PLUGINCI_PIPELINE"] == "post" && request.Job.Name == "test";

        await MergeAsync(town);
        await server.WaitAsync(_ => Ended(server, "test"));
        await server.WaitAsync(IsIdle);

        Assert.DoesNotContain(server.Stores.Read.ReadNewestBuilds(100), build => build.Job == "check");
        Assert.Empty(server.Stores.Releases.ReadNewest());
    }

    [Fact]
    public async Task One_build_at_a_time_deploys_to_an_environment()
    {
        using var town = await Town.FoundAsync(Site);
        JobPlan[] two = [RollOut with { Name = "one" }, RollOut with { Name = "two" }];
        await town.WriteScriptAsync(Town.Alpha, [Package, Check, .. two]);
        TownServer? running = null;
        var (now, most) = (0, 0);
        await using var server = await StartAsync(town, async (request, _) =>
        {
            if (request.Job.Stage == Stage.Deploy)
            {
                most = Math.Max(most, Interlocked.Increment(ref now));

                // The other one may start as far as its needs go.
                await running!.WaitAsync(_ => two.All(job => running.Stores.Read.ReadNewestBuilds(100).Any(build => build.Job == job.Name)));
                Interlocked.Decrement(ref now);
            }
        }, server => running = server);

        await MergeAsync(town);
        await server.WaitAsync(_ => Ended(server, "one") && Ended(server, "two"));

        Assert.All(server.Stores.Read.ReadNewestBuilds(100).Where(build => build.Job is "one" or "two"), build => Assert.Equal(BuildResult.Success, build.Result));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task What_a_build_recorded_that_was_then_lost_is_not_promoted()
    {
        using var town = await Town.FoundAsync(Site);
        await town.WriteScriptAsync(Town.Alpha, Package, Check, RollOut);
        await using var server = await StartAsync(town, (_, _) => Task.CompletedTask);
        server.Executor.Fails = request => request.Job.Name == "check";
        await MergeAsync(town);
        await server.WaitAsync(_ => Ended(server, "check"));
        var failed = server.Stores.Read.ReadNewestBuilds(100).Single(build => build.Job == "check");

        await server.Stores.Releases.RecordAsync(
            failed.Id, [new ReleaseRow("staging", Stage.Promote, Town.Alpha, new string('a', 40), failed.Id, failed.Id, "package", "dist", "digest", DateTimeOffset.UnixEpoch)], CancellationToken.None);

        Assert.False(server.Stores.Releases.IsPromoted("staging", Town.Alpha, "digest"));
        Assert.Empty(server.Stores.Releases.ReadNewest());
        Assert.Empty(server.Stores.Releases.ReadHistory("staging", 10));
    }

    private static JobPlan Fetching(string name, Stage stage, string? environment) =>
        PlainScripts.Job(name) with { Stage = stage, ReleasesTo = environment, Needs = ["package"], Fetches = [new FetchPlan("package", "dist")] };

    private static bool IsIdle(Board board) => board.States.Values.All(state => state.Queues.All(queue => queue.Items.IsEmpty));

    private static bool Ended(TownServer server, string job) => server.Stores.Read.ReadNewestBuilds(100).Any(build => build is { Pipeline: "post", Result: not null } && build.Job == job);

    private static Task<TownServer> StartAsync(Town town, Func<BuildRequest, IBuildOutput, Task> during, Action<TownServer>? prepare = null) => town.StartAsync(prepare: server =>
    {
        server.Executor.During = during;
        server.Executor.Makes = request =>
        {
            foreach (var name in request.Job.Name == "package" ? ["dist", "other"] : Array.Empty<string>())
            {
                var folder = Path.Combine(request.Workspace, request.StartIn, name);
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, "app"), $"{name} of {request.Environment["PLUGINCI_PIPELINE"]}");
            }
        };
        prepare?.Invoke(server);
    });

    private static async Task MergeAsync(Town town)
    {
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await town.Audience.HearAsync(report => report.Kind == ReportKind.Success && report.Pipeline == "gate", Town.Soon);
    }

    private sealed class LateClock(TimeSpan late) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + late;
    }
}
