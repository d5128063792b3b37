using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

public sealed class WhyTests
{
    private static readonly Change Second = StoreFile.Change with { Id = new ChangeId("git/2"), Commit = "c2" };

    private static readonly ProjectBranch Main = new("core@main");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_merge_is_recorded_with_all_branches_after_it_and_the_commits_of_its_builds(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(("tip", StoreFile.Tip), ("other", new BranchMoved(StoreFile.Noon, new ProjectBranch("core@stable"), "s0")), ("approved", StoreFile.Approved));
        var build = await PrepareAsync(file, "s1", "m1");
        await file.PlayAsync(("ended", new BuildEnded(StoreFile.Noon, build.Build, BuildResult.Success, "", TimeSpan.FromSeconds(1))));
        var submit = file.Gate.ReadPendingEffects(StoreFile.Queue).OfType<SubmitChanges>().Single();
        await file.PlayAsync(("submitted", new SubmitEnded(StoreFile.Noon, submit.Item, submit.Buildset, new Submitted())));

        var merge = Assert.Single(new JournalStore(file.Database).ReadMerges(StoreFile.Queue));
        Assert.Equal<ChangeId>([StoreFile.Change.Id], merge.Changes);
        Assert.Equal([("core@main", "m1"), ("core@stable", "s0")], merge.Commits.Select(entry => (entry.Key.Value, entry.Value)));
        var wish = new WhyStore(file.Database).ReadWishes(StoreFile.Change.Id)[build.Build];
        Assert.Equal("m1", wish.Commits[Main]);
        Assert.False(file.Read.FindBuild(build.Build)!.IsKept);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_build_that_is_kept_over_a_reset_is_marked(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.PlayAsync(
            ("rules", new RulesChanged(StoreFile.Noon, StoreFile.Empty.Rules with { ReusesResults = true })),
            ("tip", StoreFile.Tip),
            ("first", StoreFile.Approved),
            ("second", new ChangeArrived(StoreFile.Noon, Second, Trigger.Approved, [])));
        var first = await PrepareAsync(file, "p1", "m1");
        var second = await PrepareAsync(file, "p2", "m2");
        await file.PlayAsync(("failed", new BuildEnded(StoreFile.Noon, first.Build, BuildResult.Failure, "", TimeSpan.FromSeconds(1))));
        var again = file.Gate.ReadPendingEffects(StoreFile.Queue).OfType<PrepareBuildset>().Last();
        await file.PlayAsync(("again", Ready(again, "m2 alone")));

        Assert.True(file.Read.FindBuild(second.Build)!.IsKept);
        Assert.False(file.Read.FindBuild(first.Build)!.IsKept);
        Assert.Contains(new WhyStore(file.Database).ReadReasons(Second.Id), reason => reason.Kind == nameof(ReasonKind.Reused));
        var job = Assert.Single(new WhyStore(file.Database).ReadJobs());
        Assert.Equal(("unit", 0L, second.Build), (job.Job, job.Runs, job.Newest.Build));
    }

    private static async Task<StartBuild> PrepareAsync(StoreFile file, string key, string commit)
    {
        var wish = file.Gate.ReadPendingEffects(StoreFile.Queue).OfType<PrepareBuildset>().Last();
        return (await file.PlayAsync((key, Ready(wish, commit)))).SelectMany(decision => decision.Effects).OfType<StartBuild>().Single();
    }

    private static BuildsetPrepared Ready(PrepareBuildset wish, string commit) =>
        new(StoreFile.Noon, wish.Buildset, new ReadyToBuild(wish.Base.SetItem(Main, commit), [new FrozenJob(new JobPlan { Name = "unit" }) { Inputs = "same" }]));
}
