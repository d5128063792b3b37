namespace PluginCi.Git.Tests;

public sealed class Reading : IDisposable
{
    private readonly Repositories _r = new();

    public void Dispose() => _r.Dispose();

    [Fact]
    public async Task Files_trees_and_history_are_read_at_a_commit()
    {
        var start = _r.Commit(null, (".pipeline/pipeline.csx", "one é\n"), (".pipeline/lib/x.csx", "x"), ("src/a", "a"));
        var change = _r.Commit(start, (".pipeline/pipeline.csx", "two\n"), ("src/new", "n"));
        File.Delete(Path.Combine(_r.Clone, "src/a"));
        var last = _r.Commit(null, ("src/moved", "a"));
        _r.Publish(last, "refs/heads/main");
        await _r.FetchAsync();

        Assert.Equal("one é\n", _r.Mirror.ReadText(start, ".pipeline/pipeline.csx"));
        Assert.Equal("two\n", _r.Mirror.ReadText(change, ".pipeline/pipeline.csx"));
        Assert.Null(_r.Mirror.ReadText(start, "src/new"));
        Assert.Null(_r.Mirror.ReadText(start, "src"));
        Assert.Equal([".pipeline/lib/x.csx", ".pipeline/pipeline.csx"], _r.Mirror.ListFiles(start, ".pipeline"));
        Assert.Empty(_r.Mirror.ListFiles(start, "nowhere"));
        Assert.Equal<string>([".pipeline/pipeline.csx", "src/new"], _r.Mirror.ChangedFiles(start, change));
        Assert.Equal<string>(["src/a", "src/moved"], _r.Mirror.ChangedFiles(change, last));
        Assert.Equal(Repositories.Git(_r.Clone, "rev-parse", $"{last}^{{tree}}"), _r.Mirror.TreeOf(last));
        Assert.Equal<string>([change], _r.Mirror.ParentsOf(last));
        Assert.True(_r.Mirror.IsAncestor(start, last));
        Assert.True(_r.Mirror.IsAncestor(last, last));
        Assert.False(_r.Mirror.IsAncestor(last, start));
    }

    [Fact]
    public async Task What_git_wrote_a_moment_ago_can_be_read()
    {
        var start = _r.Commit(null, ("a", "1"));
        _r.Publish(start, "refs/heads/main");
        await _r.FetchAsync();
        Assert.Equal("1", _r.Mirror.ReadText(start, "a"));
        var change = _r.Commit(start, ("a", "2"));
        _r.Publish(change, "refs/changes/01/1/1");
        await _r.FetchAsync();

        var merge = await _r.MergeAsync(start, change);

        Assert.Equal("2", _r.Mirror.ReadText(merge.Commit, "a"));
        Assert.Equal(merge.Tree, _r.Mirror.TreeOf(merge.Commit));
    }

    // MC-16.
    [Fact]
    public async Task A_file_may_have_the_name_of_something_of_git()
    {
        var start = _r.Commit(null, ("HEAD", "1"), ("refs/heads/main", "2"));
        var change = _r.Commit(start, ("FETCH_HEAD", "3"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(change, "refs/changes/01/1/1");
        await _r.FetchAsync();
        var merge = await _r.MergeAsync(start, change);
        var folder = Path.Combine(_r.Root, "tree");

        await _r.Mirror.CheckoutAsync(merge.Commit, folder, Repositories.Soon);

        Assert.Equal(["1", "2", "3"], new[] { "HEAD", "refs/heads/main", "FETCH_HEAD" }.Select(path => File.ReadAllText(Path.Combine(folder, path))));
        Assert.Equal<string>(["FETCH_HEAD"], _r.Mirror.ChangedFiles(start, merge.Commit));
    }

    [Fact]
    public void A_commit_that_was_not_fetched_is_named()
    {
        var missing = new string('2', 40);
        var trouble = Assert.Throws<GitException>(() => _r.Mirror.TreeOf(missing));
        Assert.Contains(missing, trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_name_cannot_leave_the_folder_of_the_mirrors()
    {
        var mirrors = new GitMirrors(
            new GitOptions { Directory = Path.Combine(_r.Root, "m") }, Microsoft.Extensions.Logging.Abstractions.NullLogger<GitMirrors>.Instance);
        Assert.Throws<GitException>(() => mirrors.Of(new("../escape")));
        Assert.Same(mirrors.Of(new("a/b")), mirrors.Of(new("a/b")));
    }
}
