using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Git.Tests;

/// <summary>What is told of a change besides its commit: kinds of patchsets, marks, what belongs to it; and tags.</summary>
public sealed class Marks : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_patchset_is_a_rework_a_rebase_or_changes_no_code()
    {
        var ada = await _site.HostAsync("app");
        var start = await ada.HeadAsync();
        await ada.CommitAsync("Add tiles\n\nChange-Id: I0123456789abcdef", ("tiles", "1\n"));
        (await ada.PushAsync()).Accepted();
        _site.StartServer();
        Assert.Equal(PatchsetKind.Rework, (await _site.FindAsync(1)).Kind);

        (await ada.GitAsync("commit", "-q", "--amend", "-m", "Add good tiles\n\nChange-Id: I0123456789abcdef")).Accepted();
        (await ada.PushAsync()).Accepted();
        Assert.Equal(PatchsetKind.NoCodeChange, (await _site.FindAsync(1)).Kind);

        var change = await ada.HeadAsync();
        await ada.GoToAsync(start);
        await ada.CommitAsync("Elsewhere", ("elsewhere", "1"));
        (await ada.GitAsync("push", "-q", "origin", "HEAD:refs/heads/main")).Accepted();
        (await ada.GitAsync("cherry-pick", change)).Accepted();
        (await ada.PushAsync()).Accepted();
        Assert.Equal(PatchsetKind.TrivialRebase, (await _site.FindAsync(1)).Kind);

        await ada.AmendAsync(("tiles", "2\n"));
        (await ada.PushAsync()).Accepted();
        Assert.Equal(PatchsetKind.Rework, (await _site.FindAsync(1)).Kind);
    }

    [Theory]
    [InlineData("a\0b", "a\0c")]
    [InlineData("text\n", "text\n")]
    public async Task A_rebase_that_also_changes_what_a_patch_does_not_show_is_a_rework(string before, string after)
    {
        var ada = await _site.HostAsync("app");
        var start = await ada.HeadAsync();
        await ada.CommitAsync("Add it\n\nChange-Id: I0123456789abcdef", ("file", before));
        (await ada.PushAsync()).Accepted();
        await ada.GoToAsync(start);
        await ada.CommitAsync("Elsewhere", ("elsewhere", "1"));
        (await ada.GitAsync("push", "-q", "origin", "HEAD:refs/heads/main")).Accepted();
        await ada.CommitAsync("Add it\n\nChange-Id: I0123456789abcdef", ("file", after));
        if (before == after)
        {
            await ada.GitAsync("update-index", "--chmod=+x", "file");
            (await ada.GitAsync("commit", "-q", "--amend", "--no-edit")).Accepted();
        }

        (await ada.PushAsync()).Accepted();

        _site.StartServer();
        Assert.Equal(PatchsetKind.Rework, (await _site.FindAsync(1)).Kind);
    }

    [Fact]
    public async Task A_push_marks_changes_and_unmarks_them()
    {
        var ada = await _site.HostAsync("app");
        await ada.CommitAsync("Add tiles", ("tiles", "1"));
        var output = (await ada.PushAsync("wip", "private", "hashtag=urgent", "hashtag=maps")).Accepted();
        _site.StartServer();
        Assert.Contains("(work in progress, private)", output.Text, StringComparison.Ordinal);
        var marked = await _site.FindAsync(1);
        Assert.Equal((true, true), (marked.IsWorkInProgress, marked.IsPrivate));
        Assert.Equal<string>(["urgent", "maps"], marked.Hashtags);

        (await ada.PushAsync("approve", "ready", "hashtag=urgent")).Accepted();
        Assert.Contains("is private", await _site.Source.FindSubmitObstacleAsync(await _site.FindAsync(1), Site.Soon), StringComparison.Ordinal);
        (await ada.PushAsync("public")).Accepted();

        var unmarked = await _site.FindAsync(1);
        Assert.Equal((false, false, true), (unmarked.IsWorkInProgress, unmarked.IsPrivate, unmarked.IsApproved));
        Assert.Equal<string>(["urgent", "maps"], unmarked.Hashtags);
        Assert.Null(await _site.Source.FindSubmitObstacleAsync(unmarked, Site.Soon));
        (await ada.PushAsync("hashtag=two words")).Refused("hashtag=WORD");
    }

    [Fact]
    public async Task What_needs_a_change_and_what_shares_its_topic_is_found()
    {
        var ada = await _site.HostAsync("app");
        var bea = await _site.HostAsync("other");
        var start = await bea.HeadAsync();
        await ada.CommitAsync("One\n\nChange-Id: Iaaaaaaaaaaaaaaaa", ("a", "1"));
        await ada.CommitAsync("Two", ("b", "1"));
        (await ada.PushAsync()).Accepted();
        string[] footers = ["1", "git/1", "http://ci.example:8080/changes/git/1", "Iaaaaaaaaaaaaaaaa", "git/11", "gerrit/1"];
        foreach (var (n, footer) in footers.Index())
        {
            await bea.GoToAsync(start);
            await bea.CommitAsync($"Use it {n}\n\nDepends-On: {footer}", ($"b{n}", "1"));
            (await bea.PushAsync(footer == "git/11" ? "topic=tiles" : "topic=other")).Accepted();
        }

        _site.StartServer();
        Assert.Equal([2, 3, 4, 5, 6], await NearAsync(await _site.FindAsync(1)));
        Assert.Equal([7], await NearAsync(await _site.FindAsync(2) with { Topic = "tiles" }));
        Assert.Equal([8], await NearAsync(new Change { Id = new ChangeId("gerrit/1"), Project = new ProjectName("far"), Branch = "main", Patchset = 1, Commit = "" }));

        Assert.Null(await _site.Source.TryCommandAsync(Site.Id(3), ChangeCommand.Abandon, "ada", Site.Soon));
        Assert.Equal([2, 4, 5, 6], await NearAsync(await _site.FindAsync(1)));
    }

    [Fact]
    public async Task A_restored_change_and_a_pushed_tag_are_told()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await ada.CommitAsync("One", ("a", "1"));
        (await ada.PushAsync()).Accepted();
        await _site.Source.TryCommandAsync(Site.Id(1), ChangeCommand.Abandon, "ada", Site.Soon);
        await _site.Source.TryCommandAsync(Site.Id(1), ChangeCommand.Restore, "ada", Site.Soon);
        var commit = await ada.HeadAsync();
        (await ada.GitAsync("tag", "light", "HEAD~1")).Accepted();
        (await ada.GitAsync("tag", "-a", "-m", "Release", "v1")).Accepted();
        (await ada.GitAsync("push", "-q", "origin", "refs/tags/light", "refs/tags/v1")).Accepted();
        (await ada.GitAsync("tag", "-f", "light", commit)).Accepted();
        (await ada.GitAsync("push", "-q", "-f", "origin", "refs/tags/light")).Accepted();
        (await ada.GitAsync("push", "-q", "origin", ":refs/tags/light")).Accepted();

        var events = new List<SourceEvent>();
        await foreach (var happened in _site.Source.WatchAsync(Site.Soon))
        {
            if (happened is CaughtUp)
            {
                break;
            }

            events.Add(happened);
        }

        Assert.Equal(
            [ChangeHappening.Patchset, ChangeHappening.Updated, ChangeHappening.Restored], events.OfType<ChangeHappened>().Select(one => one.Kind));
        var tags = events.OfType<TagPushed>().ToArray();
        Assert.Equal([("light", null), ("v1", commit), ("light", commit)], tags.Select(tag => (tag.Tag, tag.Tag == "light" && tag.Old is null ? null : tag.Commit)));
        Assert.Equal(tags[0].Commit, tags[2].Old);
        Assert.Equal(3, tags.Select(tag => tag.Key).Distinct().Count());
    }

    private async Task<IEnumerable<int>> NearAsync(Change change) =>
        (await ((IRelatedChanges)_site.Source).FindRelatedAsync(change, Site.Soon)).Select(near => int.Parse(near.Id.Number, System.Globalization.CultureInfo.InvariantCulture));
}
