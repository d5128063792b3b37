using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Git.Tests;

public sealed class Refusals : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task What_cannot_be_a_change_is_refused_in_words_and_nothing_is_recorded()
    {
        var ada = await _site.HostAsync("app");
        var start = await ada.HeadAsync();

        (await ada.PushAsync()).Refused("no new commits");
        (await ada.GitAsync("push", "origin", "HEAD:refs/for/none")).Refused("there is no branch 'none'; known are main");
        (await ada.GitAsync("push", "origin", ":refs/for/main")).Refused("nothing can be deleted here");
        (await ada.PushAsync("shout")).Refused("known are approve");

        await ada.CommitAsync("Side", ("side", "1"));
        var side = await ada.HeadAsync();
        await ada.GoToAsync(start);
        await ada.CommitAsync("Mine", ("mine", "1"));
        await ada.GitAsync("merge", "-q", "-m", "Merge side", side);
        (await ada.PushAsync()).Refused("is a merge commit; rebase");

        await ada.GitAsync("checkout", "-q", "--orphan", "stranger");
        await ada.CommitAsync("Stranger", ("stranger", "1"));
        (await ada.PushAsync()).Refused("unrelated to 'main'");

        await ada.GoToAsync(start);
        await ada.CommitAsync("One\n\nChange-Id: Iaaaaaaaaaaaaaaaa", ("a", "1"));
        await ada.CommitAsync("Two\n\nChange-Id: Iaaaaaaaaaaaaaaaa", ("b", "1"));
        (await ada.PushAsync()).Refused("have the same Change-Id");

        Assert.DoesNotContain("refs/changes", (await ada.GitAsync("ls-remote", "origin")).Text, StringComparison.Ordinal);
        _site.StartServer();
        Assert.Empty(await _site.Source.ListOpenChangesAsync([new ProjectName("app")], Site.Soon));
    }

    [Fact]
    public async Task Too_many_commits_are_refused()
    {
        var ada = await _site.HostAsync("app");
        var head = await ada.HeadAsync();
        var stream = string.Concat(Enumerable.Range(1, 101).Select(n =>
            $"commit refs/heads/many\ncommitter Ada <ada@example.org> {1700000000 + n} +0000\ndata 1\nx\n{(n == 1 ? $"from {head}\n" : "")}\n"));
        var file = Path.Combine(_site.Root, "many");
        await File.WriteAllTextAsync(file, stream);
        (await ada.GitAsync("-c", $"alias.many=!git fast-import --quiet < '{file}'", "many")).Accepted();

        (await ada.GitAsync("push", "origin", "many:refs/for/main")).Refused("more than 100 commits");
        (await ada.GitAsync("push", "origin", "many~1:refs/for/main")).Accepted();
    }

    [Fact]
    public async Task An_empty_repository_says_how_to_begin()
    {
        await Review.HostedRepository.SetUpAsync(_site.Folder, "new", Site.HookProgram, Site.Soon);
        var ada = await Developer.StartAsync(Path.Combine(_site.Root, "c"), _site.Folder.RepositoryOf("new"));
        await ada.CommitAsync("Base", ("a", "1"));

        (await ada.PushAsync()).Refused("has no branch yet");
    }

    [Fact]
    public async Task A_closed_change_takes_no_patchset()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await ada.CommitAsync("Add tiles", ("a", "1"));
        (await ada.PushAsync()).Accepted();
        Assert.Null(await _site.Source.TryCommandAsync(Site.Id(1), ChangeCommand.Abandon, "ada", Site.Soon));
        await ada.AmendAsync(("a", "2"));
        (await ada.PushAsync()).Refused("git/1, which was abandoned; restore it first");

        Assert.Null(await _site.Source.TryCommandAsync(Site.Id(1), ChangeCommand.Restore, "ada", Site.Soon));
        (await ada.PushAsync()).Accepted();
        await _site.Source.MarkMergedAsync(await _site.FindAsync(1), new string('a', 40), Site.Soon);
        await ada.AmendAsync(("a", "3"));
        (await ada.PushAsync()).Refused("git/1, which is merged");
    }

    [Fact]
    public async Task Patchsets_cannot_be_overwritten_by_a_push()
    {
        var ada = await _site.HostAsync("app");
        await ada.CommitAsync("Add tiles", ("a", "1"));
        (await ada.PushAsync()).Accepted();

        (await ada.GitAsync("push", "--force", "origin", "HEAD~1:refs/changes/01/1/1")).Refused("hidden ref");
    }

    [Fact]
    public async Task A_push_whose_refs_cannot_be_written_records_nothing()
    {
        var ada = await _site.HostAsync("app");
        var inTheWay = Path.Combine(_site.Folder.RepositoryOf("app"), "refs", "changes", "02", "2");
        Directory.CreateDirectory(Path.GetDirectoryName(inTheWay)!);
        await File.WriteAllTextAsync(inTheWay, $"{await ada.HeadAsync()}\n");
        await ada.CommitAsync("One", ("a", "1"));
        await ada.CommitAsync("Two", ("b", "1"));

        (await ada.PushAsync()).Refused("nothing of it was");

        Assert.DoesNotContain("refs/changes/01", (await ada.GitAsync("ls-remote", "origin")).Text, StringComparison.Ordinal);
        File.Delete(inTheWay);
        Assert.Contains("git/1  NEW", (await ada.PushAsync()).Accepted().Text, StringComparison.Ordinal);
    }
}
