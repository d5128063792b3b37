using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What brings changes, branches and tags into pipelines, and what belongs with them.</summary>
public sealed class TriggerTests
{
    private static readonly PipelinePlan Post = new() { Name = "post", Manager = PipelineManager.Supercedent, On = [Trigger.RefUpdated] };

    [Fact]
    public async Task A_merge_is_tested_again_as_it_is_and_so_is_what_is_built_from_it_in_other_queues_one_after_the_other()
    {
        var site = PlainScripts.SiteOf("alpha", "beta", "gamma");
        using var town = await Town.FoundAsync(site with
        {
            Groups = [],
            Projects =
            [
                new ProjectPlan(Town.Alpha),
                new ProjectPlan(Town.Beta) { BuildsAfter = [new BuildAfterPlan(Town.Alpha)] },
                new ProjectPlan(new("gamma")) { BuildsAfter = [new BuildAfterPlan(Town.Beta)] },
            ],
            Pipelines = site.Pipelines.Add(Post),
        });
        await using var server = await town.StartAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);

        await server.WaitAsync(_ => PostBuilds(server).Count == 3);

        Assert.Equal(["alpha@main", "beta@main", "gamma@main"], PostBuilds(server).Select(build => build.Subject).Order());
        Assert.Empty(server.Board.States.Keys.SelectMany(server.Stores.Gate.ReadPendingEffects).OfType<PassOn>());
    }

    [Fact]
    public async Task A_restored_change_is_told_as_such()
    {
        var site = PlainScripts.SiteOf("alpha");
        using var town = await Town.FoundAsync(site with
        {
            Groups = [],
            Pipelines = [new PipelinePlan { Name = "gate", Manager = PipelineManager.Independent, On = [Trigger.Restored] }],
        });
        await using var server = await town.StartAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Edit(change, one => one with { Status = ChangeStatus.Abandoned });
        town.Edit(change, one => one with { Status = ChangeStatus.Open }, ChangeHappening.Restored);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Fact]
    public async Task Changes_that_need_each_other_are_merged_as_one_whatever_is_heard_of_first()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha", "beta") with { Queues = [new QueuePlan("all", AllowsCycles: true)] });
        await using var server = await town.StartAsync();
        var one = await town.PushAsync(Town.Alpha, "One", "one", "1", new ChangeId("git/2"));
        var two = await town.PushAsync(Town.Beta, "Two", "two", "1", one);
        town.Approve(one);
        town.Approve(two);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(one, Town.Soon)).Kind);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(two, Town.Soon)).Kind);

        var build = server.Stores.Read.ReadBuilds(one).Last(build => build is { Pipeline: "gate", Job: "acceptance" });
        Assert.Equal<ChangeId>([one, two], build.Changes.Order());
        Assert.Contains(server.Stores.Read.ReadBuilds(two), other => other.Id == build.Id);
    }

    [Fact]
    public async Task Changes_of_one_topic_are_known_to_the_queue_although_only_one_was_told()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha", "beta") with { Queues = [new QueuePlan("all", UsesTopics: true)] });
        var one = await town.PushAsync(Town.Alpha, "One", "one", "1");
        var two = await town.PushAsync(Town.Beta, "Two", "two", "1");
        foreach (var change in new[] { one, two })
        {
            town.Reviews.Put(town.Reviews.Changes[change] with { Topic = "together", IsApproved = true, Approval = "1" });
        }

        await using var server = await town.StartAsync();
        town.Tell(one, ChangeHappening.Approved);
        await town.Audience.EndOfAsync(one, Town.Soon);
        await town.Audience.EndOfAsync(two, Town.Soon);

        var merged = server.Stores.Read.ReadBuilds(one).Where(build => build.Pipeline == "gate").SelectMany(build => build.Changes).Distinct().Order();
        Assert.Equal([one, two], merged);
    }

    [Fact]
    public async Task A_review_system_that_is_down_does_not_hold_up_another_and_is_asked_again_at_the_next_look()
    {
        using var town = await Town.FoundAsync();
        var needed = new Change { Id = new ChangeId("far/1"), Project = new ProjectName("elsewhere"), Branch = "main", Patchset = 1, Commit = new string('1', 40) };
        var far = new FarSource(needed) { IsDown = true };
        await using var server = await town.StartAsync(others: far);
        var needing = await town.PushAsync(Town.Alpha, "Needs it", "needs", "1", needed.Id);
        var other = await town.PushAsync(Town.Beta, "Other", "other", "1");
        town.Approve(other);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(other, Town.Soon)).Kind);
        await server.WaitForStateAsync(state => state.Changes.ContainsKey(needing) && !state.Changes.ContainsKey(needed.Id));
        far.IsDown = false;
        town.Reviews.Tell(new CaughtUp());

        await server.WaitForStateAsync(state => state.Changes.ContainsKey(needed.Id));
    }

    [Fact]
    public async Task A_schedule_runs_when_it_is_due()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with
        {
            Groups = [],
            Pipelines = [new PipelinePlan { Name = "often", Manager = PipelineManager.Independent, On = [Trigger.Timer], Schedule = "* * * * * ?" }],
        });
        await using var server = await town.StartAsync();

        await server.WaitAsync(_ => server.Stores.Read.ReadNewestBuilds(9).Any(build => build is { Pipeline: "often", Subject: "alpha@main", Result: BuildResult.Success }));
    }

    [Fact]
    public async Task A_schedule_runs_for_a_branch_that_nobody_told_of()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with
        {
            Groups = [],
            Pipelines = [new PipelinePlan { Name = "often", Manager = PipelineManager.Independent, On = [Trigger.Timer], Schedule = "* * * * * ?" }],
        });
        await town.Git.PointAsync(Town.Alpha, "refs/heads/stable", await town.Git.TipAsync(Town.Alpha));
        await using var server = await town.StartAsync();

        await server.WaitAsync(_ => server.Stores.Read.ReadNewestBuilds(9).Any(build => build is { Pipeline: "often", Subject: "alpha@stable", Result: BuildResult.Success }));

        // No ground of merges: a push to it must not start the tests of anything over.
        Assert.All(server.Board.States.Values, state => Assert.DoesNotContain(new ProjectBranch(Town.Alpha, "stable"), state.Tips.Keys));
    }

    [Fact]
    public async Task A_missed_push_to_a_known_branch_is_found_at_the_next_look()
    {
        using var town = await Town.FoundAsync();
        var stable = new ProjectBranch(Town.Alpha, "stable");
        var start = await town.Git.TipAsync(Town.Alpha);
        await town.Git.PointAsync(Town.Alpha, "refs/heads/stable", start);
        await using var server = await town.StartAsync();
        town.Reviews.Tell(new BranchMayHaveMoved(stable));
        await server.WaitForStateAsync(state => state.Tips.GetValueOrDefault(stable) == start);

        var change = await town.PushAsync(Town.Alpha, "Next", "next", "1");
        var next = town.Reviews.Changes[change].Commit;
        await town.Git.PointAsync(Town.Alpha, "refs/heads/stable", next);
        town.Reviews.Tell(new CaughtUp());

        await server.WaitForStateAsync(state => state.Tips.GetValueOrDefault(stable) == next);
    }

    private static List<Storage.BuildRow> PostBuilds(TownServer server) =>
        [.. server.Stores.Read.ReadNewestBuilds(99).Where(build => build is { Pipeline: "post", Result: BuildResult.Success })];
}
