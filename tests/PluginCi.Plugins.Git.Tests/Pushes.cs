using PluginCi.Model;

namespace PluginCi.Plugins.Git.Tests;

public sealed class Pushes : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_push_makes_a_change_and_says_so()
    {
        var ada = await _site.HostAsync("group/app");
        _site.StartServer();
        await _site.Source.ListOpenChangesAsync([], Site.Soon);
        var commit = await ada.CommitAsync("Add tiles", ("tiles", "1"));

        var output = (await ada.PushAsync()).Accepted();

        Assert.Contains("git/1  NEW        group/app  Add tiles", output.Text, StringComparison.Ordinal);
        Assert.Contains("http://ci.example:8080/changes/git/1", output.Text, StringComparison.Ordinal);
        var change = await _site.FindAsync(1);
        Assert.Equal((1, commit, "Add tiles", "Ada", "main"), (change.Patchset, change.Commit, change.Subject, change.Owner, change.Branch));
        Assert.Equal((ChangeStatus.Open, false), (change.Status, change.IsApproved));
        Assert.Contains($"{commit}\trefs/changes/01/1/1", (await ada.GitAsync("ls-remote", "origin")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_that_was_killed_while_it_wrote_a_patchset_stops_no_later_one()
    {
        var ada = await _site.HostAsync("app");
        await ada.CommitAsync("Add tiles", ("tiles", "1"));
        var left = Path.Combine(_site.Folder.RepositoryOf("app"), "refs", "changes", "01", "1", "1.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        await File.WriteAllTextAsync(left, "");

        Assert.Contains("git/1  NEW", (await ada.PushAsync()).Accepted().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_of_commits_makes_a_series_of_changes()
    {
        var ada = await _site.HostAsync("app");
        await ada.CommitAsync("One", ("a", "1"));
        await ada.CommitAsync("Two", ("b", "1"));
        await ada.CommitAsync("Three", ("c", "1"));

        (await ada.PushAsync("approve", "topic=tiles")).Accepted();

        _site.StartServer();
        var changes = await _site.Source.ListOpenChangesAsync([new ProjectName("app")], Site.Soon);
        Assert.Equal(["One", "Two", "Three"], changes.Select(c => c.Subject));
        Assert.All(changes, c => Assert.True(c.IsApproved));
        Assert.All(changes, c => Assert.Equal("tiles", c.Topic));
        Assert.Equal<ParentPatchset>([new(Site.Id(2), 1, changes[1].Commit), new(Site.Id(1), 1, changes[0].Commit)], changes[2].GitParents);
        Assert.Empty(changes[0].GitParents);
        Assert.Empty(await _site.Source.ListOpenChangesAsync([new ProjectName("other")], Site.Soon));
    }

    [Theory]
    [InlineData("Add tiles")]
    [InlineData("Add tiles\n\nChange-Id: I0123456789abcdef")]
    public async Task An_amended_commit_is_a_new_patchset_and_drops_the_approval(string message)
    {
        var ada = await _site.HostAsync("app");
        await ada.CommitAsync(message, ("tiles", "1"));
        (await ada.PushAsync("approve")).Accepted();

        var unchanged = (await ada.PushAsync()).Accepted();
        var amended = await ada.AmendAsync(("tiles", "2"));
        var updated = (await ada.PushAsync()).Accepted();

        Assert.Contains("git/1  UNCHANGED", unchanged.Text, StringComparison.Ordinal);
        Assert.Contains("git/1  UPDATED", updated.Text, StringComparison.Ordinal);
        _site.StartServer();
        var change = await _site.FindAsync(1);
        Assert.Equal((2, amended, false), (change.Patchset, change.Commit, change.IsApproved));
        Assert.Contains("refs/changes/01/1/2", (await ada.GitAsync("ls-remote", "origin")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_id_keeps_the_change_when_author_date_and_subject_change()
    {
        var ada = await _site.HostAsync("app");
        var start = await ada.HeadAsync();
        await ada.CommitAsync("Add tiles\n\nChange-Id: I0123456789abcdef", ("tiles", "1"));
        await ada.PushAsync();
        await ada.GoToAsync(start);
        await ada.CommitAsync("Add better tiles\n\nChange-Id: I0123456789abcdef", ("tiles", "2"));

        Assert.Contains("git/1  UPDATED    app  Add better tiles", (await ada.PushAsync()).Accepted().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_of_an_unchanged_commit_is_taken()
    {
        var ada = await _site.HostAsync("app");
        await ada.CommitAsync("Add tiles", ("tiles", "1"));
        (await ada.PushAsync()).Accepted();

        (await ada.PushAsync("approve")).Accepted();

        _site.StartServer();
        Assert.True((await _site.FindAsync(1)).IsApproved);
    }

    [Fact]
    public async Task Depends_on_is_found_by_number_id_address_and_change_id()
    {
        var ada = await _site.HostAsync("app");
        var start = await ada.HeadAsync();
        await ada.CommitAsync("First\n\nChange-Id: Iaaaaaaaaaaaaaaaa", ("a", "1"));
        await ada.PushAsync();
        var bea = await _site.HostAsync("other");
        string[] names = ["1", "git/1", "http://ci.example:8080/changes/git/1", "Iaaaaaaaaaaaaaaaa"];
        var otherStart = await bea.HeadAsync();
        foreach (var (n, name) in names.Index())
        {
            await bea.GoToAsync(otherStart);
            await bea.CommitAsync($"Use it {n}\n\nDepends-On: {name}", ($"b{n}", "1"));
            Assert.DoesNotContain("warning", (await bea.PushAsync()).Accepted().Text, StringComparison.Ordinal);
        }

        await bea.GoToAsync(otherStart);
        await bea.CommitAsync("Use more\n\nDepends-On: git/99\nDepends-On: gerrit/7", ("c", "1"));
        var unknown = (await bea.PushAsync()).Accepted();

        _site.StartServer();
        foreach (var number in Enumerable.Range(2, 4))
        {
            Assert.Equal<ChangeId>([Site.Id(1)], (await _site.FindAsync(number)).DependsOn);
        }

        Assert.Contains("warning: Depends-On: git/99", unknown.Text, StringComparison.Ordinal);
        Assert.Equal<ChangeId>([new ChangeId("git/99"), new ChangeId("gerrit/7")], (await _site.FindAsync(6)).DependsOn);
    }

    // CR-03, CR-22.
    [Fact]
    public async Task Depends_on_is_found_however_it_is_written_and_in_order()
    {
        var ada = await _site.HostAsync("app");
        var start = await ada.HeadAsync();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await ada.GoToAsync(start);
            await ada.CommitAsync($"Change {number}", ($"a{number}", "1"));
            (await ada.PushAsync()).Accepted();
        }

        await ada.GoToAsync(start);
        string[] footers = ["Depends-On:3", "depends-on:   2  ", "Depends-On:\thttps://ci.example/under/a/prefix/changes/git/5\t", "DEPENDS-ON: git/1\r", "Depends-On: 3", "  Depends-On: 4"];
        (await ada.GitAsync("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", $"Use it\n\n{string.Join('\n', footers)}\n")).Accepted();
        (await ada.PushAsync()).Accepted();

        _site.StartServer();
        Assert.Equal<ChangeId>([Site.Id(3), Site.Id(2), Site.Id(5), Site.Id(1)], (await _site.FindAsync(6)).DependsOn);
    }

    [Fact]
    public async Task What_depends_on_names_may_be_pushed_after_it()
    {
        var ada = await _site.HostAsync("app");
        var bea = await _site.HostAsync("lib");
        await ada.CommitAsync("Use it\n\nDepends-On: I0123456789abcdef", ("a", "1"));
        Assert.Contains("cannot be merged before there is one", (await ada.PushAsync()).Accepted().Text, StringComparison.Ordinal);
        _site.StartServer();
        Assert.Equal<ChangeId>([new ChangeId("git/I0123456789abcdef")], (await _site.FindAsync(1)).DependsOn);

        await bea.CommitAsync("Give it\n\nChange-Id: I0123456789abcdef", ("b", "1"));
        (await bea.PushAsync()).Accepted();
        Assert.Equal<ChangeId>([Site.Id(2)], (await _site.FindAsync(1)).DependsOn);
    }

    [Fact]
    public async Task Pushes_at_the_same_time_get_numbers_of_their_own()
    {
        const int Count = 6;
        var developers = new List<Developer> { await _site.HostAsync("shared"), await _site.HostAsync("app/1"), await _site.HostAsync("app/2") };
        foreach (var n in Enumerable.Range(1, Count - developers.Count))
        {
            var developer = await Developer.StartAsync(Path.Combine(_site.Root, $"another{n}"), _site.Folder.RepositoryOf("shared"));
            (await developer.GitAsync("pull", "-q", "origin", "main")).Accepted();
            developers.Add(developer);
        }

        foreach (var (n, developer) in developers.Index())
        {
            await developer.CommitAsync($"Change of developer {n}", ("a", $"{n}"));
        }

        var outputs = await Task.WhenAll(developers.Select(d => d.PushAsync()));

        Assert.All(outputs, o => o.Accepted());
        _site.StartServer();
        var open = await _site.Source.ListOpenChangesAsync(
            [.. _site.Folder.ListProjects().Select(p => new ProjectName(p))], Site.Soon);
        Assert.Equal(Enumerable.Range(1, Count).Select(Site.Id), open.Select(c => c.Id));
        Assert.Equal(Count, open.Select(c => c.Subject).Distinct().Count());
    }

    [Fact]
    public async Task Two_commits_alike_in_one_push_are_two_changes()
    {
        var ada = await _site.HostAsync("app");
        await ada.GitAsync("commit", "-q", "--allow-empty", "-m", "wip");
        await ada.GitAsync("commit", "-q", "--allow-empty", "-m", "wip");

        var output = (await ada.PushAsync()).Accepted();
        var again = (await ada.PushAsync()).Accepted();

        Assert.Contains("git/2  NEW", output.Text, StringComparison.Ordinal);
        Assert.Contains("git/2  UNCHANGED", again.Text, StringComparison.Ordinal);
    }
}
