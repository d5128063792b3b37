using System.Collections.Immutable;
using System.Data.Common;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

public sealed class GateStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_is_posted_once_whatever_the_number_of_times(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        Assert.True(await file.Gate.PostAsync(StoreFile.Queue, "tip", StoreFile.Tip, CancellationToken.None));
        Assert.False(await file.Gate.PostAsync(StoreFile.Queue, "tip", StoreFile.Tip, CancellationToken.None));

        Assert.Single(file.Gate.ReadEvents(StoreFile.Queue, 0, 10));
        Assert.True(file.Gate.Has(StoreFile.Queue, "tip"));
        Assert.False(file.Gate.Has(new QueueName("other"), "tip"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_decision_is_saved_whole_and_found_again(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var decisions = await file.PlayAsync(("tip", StoreFile.Tip), ("approved", StoreFile.Approved));
        await file.ReopenAsync();

        var pending = file.Gate.ReadPendingEffects(StoreFile.Queue);
        Assert.Equal(decisions.SelectMany(decision => decision.Effects).Select(effect => effect.Key), pending.Select(effect => effect.Key));
        Assert.Equal(decisions.SelectMany(decision => decision.Effects).Select(ModelJson.Write), pending.Select(ModelJson.Write));
        Assert.Equal(
            decisions.SelectMany(decision => decision.Why).Where(why => why.Change == StoreFile.Change.Id).Select(why => why.Text),
            file.Read.ReadHistory(StoreFile.Change.Id).Select(row => row.Text));
        var stored = await file.Gate.LoadAsync(StoreFile.Empty, CancellationToken.None);
        Assert.Equal(2, stored.Applied);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_follows_an_effect_is_there_with_its_tick_and_once(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip), ("approved", StoreFile.Approved));
        var done = file.Gate.ReadPendingEffects(StoreFile.Queue)[0];
        var report = new SendReport("r1", "gate", StoreFile.Change, null, ReportKind.Failure, "Rejected.", -2, [], []);
        SendNotification[] next = [new("releases", report, DateTimeOffset.UnixEpoch), new("team", report, DateTimeOffset.UnixEpoch)];

        await file.Gate.TickOffAsync(done.Key, next, CancellationToken.None);
        await file.Gate.TickOffAsync(next[0].Key, [], CancellationToken.None);
        await file.Gate.TickOffAsync(done.Key, next, CancellationToken.None);
        await file.ReopenAsync();

        var pending = file.Gate.ReadPendingEffects(StoreFile.Queue);
        Assert.DoesNotContain(pending, effect => effect.Key == done.Key || effect.Key == "notify:releases:r1");
        Assert.Equal(ModelJson.Write<GateEffect>(next[1]), ModelJson.Write(Assert.Single(pending, effect => effect.Key == "notify:team:r1")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_loop_that_lost_its_queue_saves_nothing(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip));
        var waiting = new StoredEvent(2, StoreFile.Approved);
        var late = new AppliedEvent(waiting, Gating.Gate.Apply(StoreFile.Empty, waiting.Event));

        await Assert.ThrowsAsync<StaleQueueException>(() => file.Gate.SaveAsync(StoreFile.Queue, 0, [late], null, CancellationToken.None));

        Assert.Equal(1, (await file.Gate.LoadAsync(StoreFile.Empty, CancellationToken.None)).Applied);
        Assert.Empty(file.Gate.ReadPendingEffects(StoreFile.Queue));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_save_whose_answer_was_lost_is_made_once(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip));
        var again = new AppliedEvent(new StoredEvent(1, StoreFile.Tip), Gating.Gate.Apply(StoreFile.Empty, StoreFile.Tip));

        Assert.Equal(1, await file.Gate.SaveAsync(StoreFile.Queue, 0, [again], null, CancellationToken.None));

        Assert.Equal(1, (await file.Gate.LoadAsync(StoreFile.Empty, CancellationToken.None)).Applied);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_save_that_fails_in_the_middle_leaves_nothing_behind(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip));
        var approved = Gating.Gate.Apply(Gating.Gate.Apply(StoreFile.Empty, StoreFile.Tip).Next, StoreFile.Approved);
        var twice = approved with { Effects = [.. approved.Effects, .. approved.Effects] };

        await Assert.ThrowsAnyAsync<DbException>(() => file.Gate.SaveAsync(
            StoreFile.Queue, 1, [new AppliedEvent(new StoredEvent(2, StoreFile.Approved), twice)], null, CancellationToken.None));

        Assert.Equal(1, (await file.Gate.LoadAsync(StoreFile.Empty, CancellationToken.None)).Applied);
        Assert.Empty(file.Gate.ReadPendingEffects(StoreFile.Queue));
        Assert.Empty(file.Read.ReadHistory(StoreFile.Change.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_ticks_its_effect_off_and_counts_once(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var decisions = await file.PlayAsync(("tip", StoreFile.Tip), ("approved", StoreFile.Approved));
        var prepare = decisions.SelectMany(decision => decision.Effects).OfType<PrepareBuildset>().Single();
        var answer = new BuildsetPrepared(StoreFile.Noon, prepare.Buildset, new MergeConflict([], "both changed it"));

        Assert.True(await file.Gate.AnswerAsync(StoreFile.Queue, prepare.Key, answer, CancellationToken.None));
        Assert.False(await file.Gate.AnswerAsync(StoreFile.Queue, prepare.Key, answer, CancellationToken.None));

        Assert.DoesNotContain(file.Gate.ReadPendingEffects(StoreFile.Queue), effect => effect.Key == prepare.Key);
        Assert.Equal(3, file.Gate.ReadEvents(StoreFile.Queue, 0, 10).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cancelled_build_does_not_start_again_after_a_restart(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var decisions = await file.PlayAsync(("tip", StoreFile.Tip), ("approved", StoreFile.Approved));
        var prepare = decisions.SelectMany(decision => decision.Effects).OfType<PrepareBuildset>().Single();
        var merged = ImmutableSortedDictionary<ProjectBranch, string>.Empty.Add(StoreFile.Change.Target, "m1");
        var prepared = new BuildsetPrepared(StoreFile.Noon, prepare.Buildset, new ReadyToBuild(merged, [new FrozenJob(new JobPlan { Name = "unit" })]));
        var started = (await file.PlayAsync(("prepared", prepared)))[^1].Effects.OfType<StartBuild>().Single();
        var abandoned = StoreFile.Change with { Status = ChangeStatus.Abandoned };

        var cancelled = await file.PlayAsync(("abandoned", new ChangeArrived(StoreFile.Noon, abandoned, null, [])));
        await file.ReopenAsync();

        Assert.Contains(cancelled[^1].Effects, effect => effect is CancelBuild cancel && cancel.Build == started.Build);
        Assert.DoesNotContain(file.Gate.ReadPendingEffects(StoreFile.Queue), effect => effect is StartBuild);
        Assert.Equal(BuildResult.Cancelled, file.Read.FindBuild(started.Build)!.Result);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_tables_of_a_newer_server_are_left_alone(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.Database.WriteAsync(session => session.Execute(isPostgres ? "update server set version = 999" : "pragma user_version = 999"), CancellationToken.None);

        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(file.ReopenAsync);

        Assert.Contains("Start a server at least as new", trouble.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_queue_stored_by_a_version_that_was_never_released_is_refused_with_the_way_out(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip));
        Assert.Null(file.Gate.FindUnreadable());
        await file.Database.WriteAsync(
            session => session.Execute("update queue set snapshot = @snapshot", new { snapshot = """{"version":1}""" }), CancellationToken.None);

        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(() => file.Gate.LoadAsync(StoreFile.Empty, CancellationToken.None));

        Assert.Contains("Queue site-a is stored in form 1, which was never released", trouble.Message, StringComparison.Ordinal);
        Assert.Contains("Move the database out of the data folder", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(trouble.Message, file.Gate.FindUnreadable());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_queue_stored_by_a_newer_server_is_refused(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip));
        await file.Database.WriteAsync(
            session => session.Execute("update queue set snapshot = @snapshot", new { snapshot = """{"version":99}""" }), CancellationToken.None);

        Assert.Contains("Start a server at least as new", file.Gate.FindUnreadable(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_build_of_several_changes_is_found_by_each_and_one_of_a_branch_by_none(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip));
        var other = StoreFile.Change with { Id = new ChangeId("git/2"), Patchset = 3 };
        var job = new FrozenJob(new JobPlan { Name = "unit" });
        var together = Start("b1", job) with { Changes = [StoreFile.Change, other] };
        var branch = Start("b2", job) with { Ref = new RefUpdate(new ProjectName("core"), "main", null, "c9", Trigger.Timer) };
        var told = new SendReport("r1", "nightly", null, branch.Ref, ReportKind.Success, "Passed nightly.", 0, [], []);

        await file.Gate.SaveAsync(
            StoreFile.Queue, 1, [new AppliedEvent(new StoredEvent(2, StoreFile.Approved), new GateDecision(StoreFile.Empty, [together, branch, told], []))], null, CancellationToken.None);

        Assert.Equal([new BuildId("b1")], file.Read.ReadBuilds(other.Id).Select(build => build.Id));
        var row = file.Read.FindBuild(new BuildId("b1"))!;
        Assert.Equal(("{git/1, git/2}", 1), (row.Subject, row.Patchset));
        Assert.Equal<ChangeId>([StoreFile.Change.Id, other.Id], row.Changes);
        var alone = file.Read.FindBuild(new BuildId("b2"))!;
        Assert.Equal(("core@main", 0, true), (alone.Subject, alone.Patchset, alone.Changes.IsEmpty));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_decided_on_an_event_is_found_by_its_key(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip), ("approved", StoreFile.Approved));

        var number = file.Gate.FindNumber(StoreFile.Queue, "approved");

        Assert.Equal(2, number);
        Assert.Equal(file.Read.ReadHistory(StoreFile.Change.Id).Select(row => row.Text), file.Read.ReadReasons(StoreFile.Queue, number!.Value).Select(row => row.Text));
        Assert.Null(file.Gate.FindNumber(StoreFile.Queue, "nothing"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mark_is_the_one_set_last(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var marks = new MarkStore(file.Database);
        Assert.Null(marks.Find("looked"));
        await marks.SetAsync("looked", "1", CancellationToken.None);
        await marks.SetAsync("looked", "2", CancellationToken.None);
        Assert.Equal("2", marks.Find("looked"));
    }

    private static StartBuild Start(string id, FrozenJob job) => new(
        new BuildId(id), new BuildsetId("s1"), "gate", [], null, [], job, 1, ImmutableSortedDictionary<ProjectBranch, string>.Empty, 0, StoreFile.Noon);

    [Theory, OnSqlite, OnPostgres]
    public async Task The_site_is_the_one_saved_last(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var sites = new SiteStore(file.Database);
        Assert.Null(sites.Find());
        var site = new SitePlan { Projects = [new ProjectPlan(new ProjectName("core"))], Pipelines = [] };
        await sites.SaveAsync("c1", site, CancellationToken.None);
        await sites.SaveAsync("c2", site with { Projects = [new ProjectPlan(new ProjectName("maps"))] }, CancellationToken.None);

        var (commit, found) = sites.Find()!.Value;
        Assert.Equal("c2", commit);
        Assert.Equal("maps", found.Projects.Single().Name.Value);
    }
}
