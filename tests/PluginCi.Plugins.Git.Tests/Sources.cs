using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Git.Tests;

public sealed class Sources : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task What_was_pushed_while_no_server_ran_is_delivered_after_the_start_once()
    {
        var ada = await _site.HostAsync("app");
        await ada.CommitAsync("Add tiles", ("a", "1"));
        var output = (await ada.PushAsync("approve")).Accepted();
        Assert.Contains("No server is running", output.Text, StringComparison.Ordinal);

        _site.StartServer();
        var first = await WatchAsync(3);
        Assert.Equal(new BranchMayHaveMoved(new ProjectBranch("app@main")), first[0]);
        Assert.Equal([ChangeHappening.Patchset, ChangeHappening.Approved], first.OfType<ChangeHappened>().Select(e => e.Kind));

        await _site.StopServerAsync();
        _site.StartServer();
        Assert.Null(await _site.Source.TryCommandAsync(Site.Id(1), ChangeCommand.Recheck, "ada", Site.Soon));
        var second = Assert.IsType<ChangeHappened>((await WatchAsync(1))[0]);
        Assert.Equal((Site.Id(1), ChangeHappening.Recheck), (second.Change, second.Kind));
        Assert.DoesNotContain(second.Key, first.OfType<ChangeHappened>().Select(e => e.Key));
    }

    [Fact]
    public async Task A_push_wakes_the_watching_server()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer(new ClockWithoutTimers());
        var seen = new TaskCompletionSource<ChangeHappened>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Site.Soon);
        var watching = WatchUntilAsync(seen, stop.Token);
        await ada.CommitAsync("Add tiles", ("a", "1"));
        (await ada.PushAsync()).Accepted();

        Assert.Equal(Site.Id(1), (await seen.Task.WaitAsync(Site.Soon)).Change);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public async Task A_direct_push_to_a_branch_is_noticed()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await WatchAsync(1);
        await ada.CommitAsync("Past the gate", ("a", "1"));
        (await ada.GitAsync("push", "-q", "origin", "HEAD:refs/heads/main", "HEAD:refs/heads/rel/1.0")).Accepted();

        Assert.Equal(
            [new BranchMayHaveMoved(new ProjectBranch("app@main")), new BranchMayHaveMoved(new ProjectBranch("app@rel/1.0"))], await WatchAsync(2));
    }

    [Fact]
    public async Task A_submit_is_refused_when_anything_changed_since_the_test()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await ada.CommitAsync("One", ("a", "1"));
        await ada.CommitAsync("Two", ("b", "1"));
        (await ada.PushAsync("approve")).Accepted();
        var one = await _site.FindAsync(1);
        var two = await _site.FindAsync(2);
        Assert.Null(await ObstacleAsync(one));
        Assert.Null(await ObstacleAsync(two));

        await ada.GoToAsync($"{one.Commit}");
        await ada.AmendAsync(("a", "2"));
        (await ada.PushAsync()).Accepted();

        Assert.Contains("now has patchset 2", await ObstacleAsync(one), StringComparison.Ordinal);
        Assert.Contains("no longer approved", await ObstacleAsync(await _site.FindAsync(1)), StringComparison.Ordinal);
        Assert.Contains("built on patchset 1 of git/1", await ObstacleAsync(two), StringComparison.Ordinal);
        Assert.Contains("no change git/9", await ObstacleAsync(one with { Id = Site.Id(9) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_can_be_marked_twice_and_counts_once()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await ada.CommitAsync("One", ("a", "1"));
        (await ada.PushAsync("approve")).Accepted();
        await WatchAsync(3);
        var change = await _site.FindAsync(1);

        await _site.Source.MarkMergedAsync(change, new string('a', 40), Site.Soon);
        await _site.Source.MarkMergedAsync(change, new string('a', 40), Site.Soon);
        await _site.Source.TryCommandAsync(Site.Id(1), ChangeCommand.Recheck, "ada", Site.Soon);
        (await ada.GitAsync("push", "-q", "origin", "HEAD:refs/heads/next")).Accepted();

        Assert.Equal(ChangeStatus.Merged, (await _site.FindAsync(1)).Status);
        Assert.Empty(await _site.Source.ListOpenChangesAsync([new ProjectName("app")], Site.Soon));
        var events = await WatchAsync(2);
        Assert.Equal(ChangeHappening.Updated, Assert.IsType<ChangeHappened>(events[0]).Kind);
        Assert.IsType<BranchMayHaveMoved>(events[1]);
        Assert.Contains("merged already", await ObstacleAsync(change), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_say_why_they_cannot_be_done()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await ada.CommitAsync("One", ("a", "1"));
        (await ada.PushAsync()).Accepted();

        Assert.Null(await TryAsync(ChangeCommand.Approve));
        Assert.Contains("approved already", await TryAsync(ChangeCommand.Approve), StringComparison.Ordinal);
        Assert.Contains("nothing to restore", await TryAsync(ChangeCommand.Restore), StringComparison.Ordinal);
        Assert.Null(await TryAsync(ChangeCommand.Abandon));
        Assert.Contains("abandoned already", await TryAsync(ChangeCommand.Abandon), StringComparison.Ordinal);
        Assert.Contains("restore it before you recheck", await TryAsync(ChangeCommand.Recheck), StringComparison.Ordinal);
        Assert.Null(await TryAsync(ChangeCommand.Restore));
        Assert.False((await _site.FindAsync(1)).IsApproved);
        Assert.Equal("There is no change git/5.", await _site.Source.TryCommandAsync(Site.Id(5), ChangeCommand.Approve, "ada", Site.Soon));
    }

    [Fact]
    public async Task A_plain_bare_repository_takes_pushes_for_review_as_soon_as_the_server_is_up()
    {
        var developer = await Developer.StartAsync(Path.Combine(_site.Root, "clones", "a"), _site.Folder.RepositoryOf("a"));
        (await developer.GitAsync("init", "-q", "--bare", "-b", "main", _site.Folder.RepositoryOf("a"))).Accepted();
        await developer.CommitAsync("Base", ("base", "base"));
        (await developer.GitAsync("push", "-q", "origin", "HEAD:refs/heads/main")).Accepted();
        await developer.CommitAsync("Add it", ("it", "it"));

        _site.StartServer();

        Assert.Contains("git/1  NEW", (await developer.PushAsync("approve")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repositories_are_found_and_their_hooks_repaired_at_the_start()
    {
        var ada = await _site.HostAsync("a/b");
        var hook = Path.Combine(_site.Folder.RepositoryOf("a/b"), "hooks", "proc-receive");
        File.Delete(hook);

        _site.StartServer();
        await _site.Source.ListOpenChangesAsync([], Site.Soon);

        Assert.True(File.Exists(hook));
        await ada.CommitAsync("One", ("a", "1"));
        (await ada.PushAsync()).Accepted();
        Assert.Equal(
            new RemoteRepository(_site.Folder.RepositoryOf("a/b"), "refs/changes/*"),
            await _site.Source.FindRepositoryAsync(new ProjectName("a/b"), Site.Soon));
        Assert.Null(await _site.Source.FindRepositoryAsync(new ProjectName("a"), Site.Soon));
        Assert.Null(await _site.Source.FindRepositoryAsync(new ProjectName("../git/a/b"), Site.Soon));
    }

    private Task<string?> TryAsync(ChangeCommand command) => _site.Source.TryCommandAsync(Site.Id(1), command, "ada", Site.Soon);

    private Task<string?> ObstacleAsync(Change change) => _site.Source.FindSubmitObstacleAsync(change, Site.Soon);

    private async Task<List<SourceEvent>> WatchAsync(int count)
    {
        var events = new List<SourceEvent>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Site.Soon);
        await using var stream = _site.Source.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        while (events.Count < count && await stream.MoveNextAsync())
        {
            events.Add(stream.Current);
        }

        // What was missed is all told: said once, right after it.
        Assert.True(await stream.MoveNextAsync());
        Assert.IsType<CaughtUp>(stream.Current);

        // Asking for the next says that the last was taken; when there is one more than expected, it comes instead of the end.
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.MoveNextAsync());
        return events;
    }

    private async Task WatchUntilAsync(TaskCompletionSource<ChangeHappened> seen, CancellationToken cancellationToken)
    {
        await foreach (var happened in _site.Source.WatchAsync(cancellationToken))
        {
            if (happened is ChangeHappened change)
            {
                seen.TrySetResult(change);
            }
        }
    }
}
