using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

public sealed class OperatorTests
{
    private static readonly CommandAuthor Ada = new("ada", "the release");

    [Fact]
    public async Task A_freeze_stops_merges_until_it_is_thawed()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);

        var frozen = await server.Operators.FreezeAsync(new FreezeWish("all"), Ada, Town.Soon);
        Assert.True(frozen.IsDone, string.Join(' ', frozen.Reasons));
        Assert.Equal<string>(["Merges of all are frozen by ada: the release"], frozen.Reasons);
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await server.WaitForStateAsync(state => state.QueueOf("gate").FindLive(change) is { Wait: Wait.Frozen });
        Assert.All(server.Board.States.Values, state => Assert.Single(state.Freezes));

        Assert.True((await server.Operators.ThawAsync("all", Ada, Town.Soon)).IsDone);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        var again = await server.Operators.ThawAsync("all", Ada, Town.Soon);
        Assert.Equal((false, "all is not frozen; nothing is."), (again.IsDone, again.Reasons[0]));
    }

    [Fact]
    public async Task A_freeze_of_everything_is_also_for_a_queue_that_begins_later()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);
        await server.Operators.FreezeAsync(new FreezeWish("all"), Ada, Town.Soon);

        await town.Git.InitAsync(Town.Beta, (".pipeline/pipeline.csx", "unit"));
        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "Add beta", ("site.csx", ModelJson.Write(PlainScripts.SiteOf("alpha", "beta") with { Groups = [] })));
        town.Reviews.Tell(new Plugin.BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));

        var beta = await server.WaitForStateAsync(state => state.Rules.Has(Town.Beta) && !state.Freezes.IsEmpty);
        Assert.Equal(("all", "the release", "ada"), (beta.Freezes[0].Scope, beta.Freezes[0].Reason, beta.Freezes[0].Who));
    }

    [Fact]
    public async Task A_freeze_with_an_end_is_thawed_by_the_clock()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);

        await server.Operators.FreezeAsync(new FreezeWish("alpha", TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(300)), Ada, Town.Soon);

        await server.WaitForStateAsync(state => state.Rules.Has(Town.Alpha) && state.Freezes.IsEmpty);
        var queue = server.Board.States.Values.First(state => state.Rules.Has(Town.Alpha)).Rules.Name;
        var words = server.Stores.Gate.ReadEvents(queue, 0, 100).SelectMany(one => server.Stores.Read.ReadReasons(queue, one.Number)).Select(row => row.Text);
        Assert.Contains("Merges of alpha are allowed again: the time of the freeze by ada is over.", words);
    }

    [Fact]
    public async Task A_change_is_enqueued_and_taken_out_again_in_the_name_of_who_asked()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await using var server = await town.StartAsync();
        await server.WaitForStateAsync(state => state.Changes.ContainsKey(change));
        await server.Operators.FreezeAsync(new FreezeWish("all"), Ada, Town.Soon);
        town.Edit(change, one => one with { IsApproved = true, Approval = "1" });

        var enqueued = await server.Operators.EnqueueAsync("gate", change.Value, Ada, Town.Soon);
        Assert.True(enqueued.IsDone, string.Join(' ', enqueued.Reasons));
        await server.WaitForStateAsync(state => state.QueueOf("gate").FindLive(change) is not null);

        var left = await server.Operators.DequeueAsync("gate", change.Value, Ada, Town.Soon);
        Assert.True(left.IsDone, string.Join(' ', left.Reasons));
        Assert.Contains("ada (the release) took it out", string.Join(' ', left.Reasons), StringComparison.Ordinal);
        Assert.Equal((false, $"{change} is not in gate."), Flat(await server.Operators.DequeueAsync("gate", change.Value, Ada, Town.Soon)));
    }

    [Fact]
    public async Task A_promoted_change_is_the_head_of_its_queue()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);
        await server.Operators.FreezeAsync(new FreezeWish("all"), Ada, Town.Soon);
        var first = await town.PushAsync(Town.Alpha, "First", "first", "1");
        var second = await town.PushAsync(Town.Beta, "Second", "second", "1");
        town.Approve(first);
        town.Approve(second);
        await server.WaitForStateAsync(state => state.QueueOf("gate").Items.Length == 2);

        Assert.True((await server.Operators.PromoteAsync("gate", [second], Ada, Town.Soon)).IsDone);
        await server.Operators.ThawAsync("all", Ada, Town.Soon);
        await town.Audience.EndOfAsync(first, Town.Soon);
        await town.Audience.EndOfAsync(second, Town.Soon);

        Assert.Equal([second, first], town.Reviews.ToldMerged);
    }

    [Fact]
    public async Task A_branch_is_enqueued_by_hand()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);

        var done = await server.Operators.EnqueueAsync("check", "alpha@main", Ada, Town.Soon);
        Assert.True(done.IsDone, string.Join(' ', done.Reasons));
        await server.WaitAsync(_ => server.Stores.Read.ReadNewestBuilds(9).Any(build => build is { Subject: "alpha@main", Result: not null }));

        Assert.Equal((false, "alpha has neither a branch nor a tag nowhere."), Flat(await server.Operators.EnqueueAsync("check", "alpha@nowhere", Ada, Town.Soon)));
    }

    // OP-11.
    [Fact]
    public async Task A_branch_is_taken_out_by_hand_and_what_is_tested_beside_it_stays()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (_, _) => new TaskCompletionSource().Task);
        await server.WaitForStateAsync(state => state.QueueOf("check").FindLive(change) is not null);
        await server.Operators.EnqueueAsync("check", "alpha@main", Ada, Town.Soon);
        await server.WaitForStateAsync(state => state.QueueOf("check").Items is [{ Buildset.Builds.Length: 2 }, { Buildset.Builds.Length: 2 }]);

        var left = await server.Operators.DequeueAsync("check", "alpha@main", Ada, Town.Soon);

        Assert.True(left.IsDone, string.Join(' ', left.Reasons));
        await server.WaitForStateAsync(state => state.QueueOf("check").Items is [{ Ref: null, Buildset.Builds: [{ Result: null }, { Result: null }] } rest] && rest.Has(change));
        Assert.False((await server.Operators.DequeueAsync("check", "alpha@main", Ada, Town.Soon)).IsDone);
    }

    [Fact]
    public async Task What_is_not_known_is_refused_with_what_is()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");

        Assert.Equal((false, "There is no pipeline gaet. Known pipelines: check, gate."), Flat(await server.Operators.EnqueueAsync("gaet", change.Value, Ada, Town.Soon)));
        Assert.Equal((false, "There is no change git/99."), Flat(await server.Operators.EnqueueAsync("gate", "git/99", Ada, Town.Soon)));
        Assert.Equal((false, "There is no connection gerrit. The connections are git."), Flat(await server.Operators.EnqueueAsync("gate", "gerrit/1", Ada, Town.Soon)));
        Assert.Equal((false, "Project gamma is not in the site. Known projects: alpha, beta, config."), Flat(await server.Operators.EnqueueAsync("gate", "gamma@main", Ada, Town.Soon)));
        Assert.Equal((false, "Nothing is called gamma. Known are all, alpha, beta, config."), Flat(await server.Operators.FreezeAsync(new FreezeWish("gamma"), Ada, Town.Soon)));
        Assert.Equal((false, $"{change} is not in gate."), Flat(await server.Operators.PromoteAsync("gate", [change], Ada, Town.Soon)));
        Assert.False((await server.Operators.FreezeAsync(new FreezeWish("all"), new CommandAuthor("ada"), Town.Soon)).IsDone);
        Assert.False((await server.Operators.FreezeAsync(new FreezeWish("all", DateTimeOffset.UnixEpoch), Ada, Town.Soon)).IsDone);
        var unapproved = await server.Operators.EnqueueAsync("gate", change.Value, Ada, Town.Soon);
        Assert.False(unapproved.IsDone);
        Assert.Contains("not approved", unapproved.Reasons[0], StringComparison.Ordinal);
    }

    private static (bool IsDone, string Reason) Flat(CommandAnswer answer) => (answer.IsDone, string.Join(' ', answer.Reasons));
}
