namespace PluginCi.Git.Tests;

public sealed class Merging : IDisposable
{
    private readonly Repositories _r = new();

    public void Dispose() => _r.Dispose();

    [Fact]
    public async Task A_chain_of_merges_holds_every_change_and_its_first_parents_are_the_merges()
    {
        var start = _r.Commit(null, ("base", "base"));
        string[] changes = [.. Enumerable.Range(1, 5).Select(n => _r.Commit(start, ($"file{n}", $"{n}")))];
        _r.Publish(start, "refs/heads/main");
        foreach (var (n, change) in changes.Index())
        {
            _r.Publish(change, $"refs/changes/0{n}/{n}/1");
        }

        await _r.FetchAsync();
        var tip = start;
        foreach (var (n, change) in changes.Index())
        {
            tip = (await _r.MergeAsync(tip, change, n)).Commit;
        }

        Assert.Equal(["base", "file1", "file2", "file3", "file4", "file5"], _r.Mirror.ListFiles(tip, ""));
        var line = Repositories.Git(_r.Mirror.Directory, "log", "--first-parent", "--format=%s", tip).Split('\n');
        Assert.Equal(["Merge change git/4: Add it", "Merge change git/3: Add it"], line[..2]);
        Assert.Equal(6, line.Length);
        Assert.Equal("git/4 1", Repositories.Git(
            _r.Mirror.Directory, "log", "-1", "--format=%(trailers:key=Change,valueonly,separator=) %(trailers:key=Patchset,valueonly,separator=)", tip));
    }

    [Fact]
    public async Task What_is_merged_already_is_not_merged_again()
    {
        var start = _r.Commit(null, ("a", "1"));
        var change = _r.Commit(start, ("b", "1"));
        var same = _r.Commit(start, ("b", "1"), ("c", "1"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(change, "refs/changes/01/1/1");
        _r.Publish(same, "refs/changes/02/2/1");
        await _r.FetchAsync();
        var merged = (await _r.MergeAsync(start, change, 1)).Commit;
        var next = (await _r.MergeAsync(merged, same, 2)).Commit;

        Assert.NotEqual(start, merged);
        Assert.Equal(merged, (await _r.MergeAsync(merged, change, 1)).Commit);
        Assert.Equal(next, (await _r.MergeAsync(next, change, 1)).Commit);
    }

    [Fact]
    public async Task A_conflict_names_its_files_and_makes_nothing()
    {
        var start = _r.Commit(null, ("a", "1\n"), ("dir/b c", "1\n"), ("untouched", "1\n"));
        var ours = _r.Commit(start, ("a", "2\n"), ("dir/b c", "2\n"), ("untouched", "2\n"));
        var theirs = _r.Commit(start, ("a", "3\n"), ("dir/b c", "3\n"));
        _r.Publish(ours, "refs/heads/main");
        _r.Publish(theirs, "refs/changes/01/1/1");
        await _r.FetchAsync();

        var outcome = await _r.Mirror.MergeAsync(ours, theirs, Repositories.Message(1), Repositories.At, Repositories.Soon);

        var conflict = Assert.IsType<MergeOutcome.Conflict>(outcome);
        Assert.Equal<string>(["a", "dir/b c"], conflict.Files);
        Assert.Contains("dir/b c", conflict.Why, StringComparison.Ordinal);
    }

    // MC-14.
    [Fact]
    public async Task A_merge_after_a_conflict_is_as_if_that_had_not_been()
    {
        var start = _r.Commit(null, ("a", "1\n"));
        var ours = _r.Commit(start, ("a", "2\n"));
        var theirs = _r.Commit(start, ("a", "3\n"));
        var other = _r.Commit(start, ("b", "1\n"));
        _r.Publish(ours, "refs/heads/main");
        _r.Publish(theirs, "refs/changes/01/1/1");
        _r.Publish(other, "refs/changes/02/2/1");
        await _r.FetchAsync();

        Assert.IsType<MergeOutcome.Conflict>(await _r.Mirror.MergeAsync(ours, theirs, Repositories.Message(1), Repositories.At, Repositories.Soon));
        Assert.IsType<MergeOutcome.Conflict>(await _r.Mirror.MergeAsync(ours, theirs, Repositories.Message(1), Repositories.At, Repositories.Soon));
        var merged = await _r.MergeAsync(ours, other, 2);

        Assert.Equal(["a", "b"], _r.Mirror.ListFiles(merged.Commit, ""));
        Assert.Equal("2\n", _r.Mirror.ReadText(merged.Commit, "a"));
    }

    [Fact]
    public async Task A_change_without_common_history_is_a_conflict_in_words()
    {
        var start = _r.Commit(null, ("a", "1"));
        Repositories.Git(_r.Clone, "checkout", "-q", "--orphan", "other");
        var stranger = _r.Commit(null, ("b", "1"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(stranger, "refs/changes/01/1/1");
        await _r.FetchAsync();

        var outcome = await _r.Mirror.MergeAsync(start, stranger, Repositories.Message(1), Repositories.At, Repositories.Soon);

        Assert.Contains("no commit in common", Assert.IsType<MergeOutcome.Conflict>(outcome).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_inputs_give_the_same_commit_in_another_mirror_too()
    {
        var start = _r.Commit(null, ("a", "1"));
        var change = _r.Commit(start, ("b", "1"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(change, "refs/changes/01/1/1");
        await _r.FetchAsync();
        var second = _r.OpenMirror("other-mirrors");
        await _r.FetchAsync(second);

        var here = await _r.Mirror.MergeAsync(start, change, Repositories.Message(1), Repositories.At, Repositories.Soon);
        var inAnotherZone = Repositories.At.ToOffset(TimeSpan.FromHours(5));
        var there = await second.MergeAsync(start, change, Repositories.Message(1), inAnotherZone, Repositories.Soon);
        var later = await second.MergeAsync(start, change, Repositories.Message(1), Repositories.At.AddSeconds(1), Repositories.Soon);

        Assert.Equal(here, there);
        Assert.NotEqual(here, later);
    }

    [Fact]
    public async Task The_commit_is_the_one_that_git_itself_makes()
    {
        var start = _r.Commit(null, ("a", "1"));
        var change = _r.Commit(start, ("b", "1"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(change, "refs/changes/01/1/1");
        await _r.FetchAsync();
        var message = Repositories.Message(1, "Füge es hinzu");

        var merged = Assert.IsType<MergeOutcome.Merged>(await _r.Mirror.MergeAsync(start, change, message, Repositories.At, Repositories.Soon));

        var raw = Repositories.Git(_r.Mirror.Directory, "cat-file", "commit", merged.Commit);
        var second = Repositories.At.ToUnixTimeSeconds();
        Assert.Equal(
            $"tree {merged.Tree}\nparent {start}\nparent {change}\nauthor PluginCI <gate@pluginci.invalid> {second} +0000\ncommitter PluginCI <gate@pluginci.invalid> {second} +0000\n\n{message.Text}".Trim(),
            raw);
    }

    [Fact]
    public async Task A_merge_of_a_commit_that_is_not_there_is_a_clear_exception()
    {
        var start = _r.Commit(null, ("a", "1"));
        _r.Publish(start, "refs/heads/main");
        await _r.FetchAsync();
        var missing = new string('1', 40);

        var trouble = await Assert.ThrowsAsync<GitException>(() => _r.MergeAsync(start, missing));

        Assert.Contains(missing, trouble.Message, StringComparison.Ordinal);
        Assert.False(trouble.IsTransient);
    }
}
