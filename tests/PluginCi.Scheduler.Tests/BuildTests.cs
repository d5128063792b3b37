using System.Collections.Concurrent;
using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What happens around builds: semaphores, early failures, pauses.</summary>
public sealed class BuildTests
{
    [Fact]
    public async Task Builds_that_hold_the_same_semaphore_do_not_run_at_once()
    {
        using var town = await Town.FoundAsync(WithDatabase("alpha", "beta"));
        await town.WriteScriptAsync(Town.Alpha, Using("unit"), Using("api"));
        await town.WriteScriptAsync(Town.Beta, Using("unit"));
        var running = 0;
        var most = 0;
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });
        var changes = new[] { await town.PushAsync(Town.Alpha, "One", "one", "1"), await town.PushAsync(Town.Beta, "Two", "two", "1") };
        foreach (var change in changes)
        {
            town.Approve(change);
        }

        await Task.WhenAll(changes.Select(change => town.Audience.EndOfAsync(change, Town.Soon)));

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_cancelled_build_gives_its_semaphore_back()
    {
        using var town = await Town.FoundAsync(WithDatabase("alpha"));
        await town.WriteScriptAsync(Town.Alpha, Using("unit"));
        var isFirst = true;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = async build =>
        {
            if (build.Job.Name == "unit" && isFirst)
            {
                isFirst = false;
                started.TrySetResult();
                await Task.Delay(Timeout.Infinite, Town.Soon);
            }
        });
        var abandoned = await town.PushAsync(Town.Alpha, "One", "one", "1");
        await started.Task.WaitAsync(Town.Soon);
        town.Edit(abandoned, change => change with { Status = ChangeStatus.Abandoned });

        var next = await town.PushAsync(Town.Alpha, "Two", "two", "1");
        town.Approve(next);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(next, Town.Soon)).Kind);
    }

    // SM-05. Two jobs in two pipelines hold it one after the other. What fails is to store the first one's end and the second one's start, which holds it by then.
    [Fact]
    public async Task A_disk_that_fails_while_a_build_starts_leaves_its_semaphore_free()
    {
        using var town = await Town.FoundAsync(WithDatabase("alpha"));
        await town.WriteScriptAsync(Town.Alpha, Using("unit"), Using("api"));
        var isFirst = true;
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = _ =>
        {
            server.FailingWrites = isFirst ? 30 : server.FailingWrites;
            isFirst = false;
            return Task.CompletedTask;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Theory]
    [InlineData(true, "matches '^FAILED .+'")]
    [InlineData(false, "its step 1 failed")]
    public async Task A_line_or_a_step_that_tells_a_failure_frees_those_behind_before_the_build_ends(bool isLine, string why)
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("unit") with { FailurePatterns = ["^FAILED .+"] });
        var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = async (build, output) =>
        {
            if (build.Job.Name == "unit" && File.Exists(Path.Combine(build.Workspace, "alpha", "fail-unit")))
            {
                // A service is none of the steps, whatever it prints.
                output.ServiceLine("database", "FAILED login");

                // What is made for a build says nothing about the build.
                output.PreparationStarted("Debian bookworm");
                output.Line("FAILED to fetch, trying again");
                output.PreparationEnded(TimeSpan.FromSeconds(2));
                if (isLine)
                {
                    output.Line("FAILED test_tiles");
                    output.Line("FAILED test_legend");
                }

                output.StepFailed(0);
                await ending.Task;
            }
        });
        var failing = await town.PushAsync(Town.Alpha, "Failing", "fail-unit", "1");
        var behind = await town.PushAsync(Town.Alpha, "Behind", "behind", "1");
        town.Approve(failing);
        town.Approve(behind);

        await server.WaitForStateAsync(state => state.QueueOf("gate").FindLive(behind) is { Ahead: null, Buildset.Ahead: [] });
        Assert.Contains(server.Stores.Read.ReadHistory(failing), row => row.Text.Contains(why, StringComparison.Ordinal));
        ending.SetResult();

        Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(failing, Town.Soon)).Kind);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(behind, Town.Soon)).Kind);
    }

    [Fact]
    public async Task A_build_is_given_its_services_each_time_with_other_credentials()
    {
        using var town = await Town.FoundAsync();
        var database = new ServicePlan { Name = "database", Port = 5432, Environment = Pair("PASSWORD"), Exports = Pair("PGPASSWORD") };
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("unit") with { Services = [database] });
        var given = new ConcurrentQueue<BuildRequest>();
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (build, _) =>
        {
            given.Enqueue(build);
            return Task.CompletedTask;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);

        var builds = given.Where(build => build.Job.Name == "unit").ToArray();
        Assert.Equal(builds.Length, builds.Select(build => build.Services.Single().Environment["PASSWORD"]).Distinct().Count());
        Assert.All(builds, build => Assert.Equal(build.Services.Single().Environment["PASSWORD"], build.Environment["PGPASSWORD"]));

        static ImmutableSortedDictionary<string, string> Pair(string name) => ImmutableSortedDictionary<string, string>.Empty.Add(name, ServicePlan.Password);
    }

    [Fact]
    public async Task A_job_that_pauses_stays_up_for_those_that_need_it_and_keeps_no_room()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("serve") with { Pauses = true }, PlainScripts.Job("use") with { Needs = ["serve"] });
        await using var server = await town.StartAsync(prepare: server => server.Executor.Capacity = 1);
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);

        var builds = server.Stores.Read.ReadBuilds(change).Where(build => build.Pipeline == "gate").ToDictionary(build => build.Job);
        Assert.True(builds["serve"].EndedAt >= builds["use"].EndedAt, "serve ended before use, which needs it.");
    }

    [Fact]
    public async Task A_build_that_paused_when_the_server_died_is_lost_and_all_that_needs_it_runs_again()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("serve") with { Pauses = true }, PlainScripts.Job("use") with { Needs = ["serve"] });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        var used = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var dying = await town.StartAsync(prepare: server => server.Executor.Before = async build =>
        {
            if (build.Job.Name == "use" && build.Environment["PLUGINCI_PIPELINE"] == "gate")
            {
                used.TrySetResult();
                await Task.Delay(Timeout.Infinite, Town.Soon);
            }
        }))
        {
            await used.Task.WaitAsync(Town.Soon);
        }

        await using var server = await town.StartAsync();
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Contains(server.Stores.Read.ReadBuilds(change), build => build is { Job: "serve", Result: BuildResult.Lost });
    }

    [Fact]
    public async Task A_build_of_a_tag_knows_that_it_is_one()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with
        {
            Groups = [],
            Pipelines = [new PipelinePlan { Name = "release", Manager = PipelineManager.Independent, On = [Trigger.Tag] }],
        });
        BuildRequest? seen = null;
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (build, _) =>
        {
            seen = build;
            return Task.CompletedTask;
        });
        var commit = await town.Git.TipAsync(Town.Alpha);
        await town.Git.PointAsync(Town.Alpha, "refs/tags/v1", commit);
        town.Reviews.Tell(new TagPushed("tag-1", Town.Alpha, "v1", commit));
        town.Reviews.Tell(new TagPushed("tag-1", Town.Alpha, "v1", commit));

        await server.WaitForStateAsync(_ => server.Stores.Read.ReadNewestBuilds(9).Any(build => build.Result is not null));

        var row = Assert.Single(server.Stores.Read.ReadNewestBuilds(9));
        Assert.Equal(("alpha@v1", 0, BuildResult.Success), (row.Subject, row.Patchset, row.Result));
        Assert.Equal(("", "refs/tags/v1", "v1", commit), (
            seen!.Environment["PLUGINCI_CHANGE"], seen.Environment["PLUGINCI_REF"], seen.Environment["PLUGINCI_BRANCH"], seen.Environment["PLUGINCI_COMMIT"]));
    }

    private static SitePlan WithDatabase(params string[] projects) => PlainScripts.SiteOf(projects) with
    {
        Groups = [],
        Semaphores = ImmutableSortedDictionary<string, int>.Empty.Add("database", 1),
    };

    private static JobPlan Using(string name) => PlainScripts.Job(name) with { Semaphores = ["database"] };
}
