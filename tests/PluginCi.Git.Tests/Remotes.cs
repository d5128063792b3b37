namespace PluginCi.Git.Tests;

public sealed class Remotes : IDisposable
{
    private readonly Repositories _r = new();

    public void Dispose() => _r.Dispose();

    [Fact]
    public async Task A_push_moves_the_branch_and_a_second_one_finds_it_there()
    {
        var (start, merge) = await MergedAsync();

        Assert.IsType<PushOutcome.Pushed>(await _r.Mirror.PushAsync(_r.Remote, "main", start, merge, Repositories.Soon));
        Assert.Equal(merge, await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "main", Repositories.Soon));
        Assert.IsType<PushOutcome.AlreadyThere>(await _r.Mirror.PushAsync(_r.Remote, "main", start, merge, Repositories.Soon));
    }

    [Fact]
    public async Task All_branches_of_a_remote_are_told_and_nothing_else()
    {
        var start = _r.Commit(null, ("a", "1"));
        var next = _r.Commit(start, ("a", "2"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(next, "refs/heads/release/1.0");
        _r.Publish(next, "refs/tags/v1");
        _r.Publish(next, "refs/copies/refs/heads/main");

        var branches = await _r.Mirror.ReadRemoteBranchesAsync(_r.Remote, Repositories.Soon);

        Assert.Equal([("main", start), ("release/1.0", next)], branches.Select(branch => (branch.Key, branch.Value)).Order());
    }

    [Fact]
    public async Task A_push_is_not_made_when_the_tip_moved()
    {
        var (start, merge) = await MergedAsync();
        var pastTheGate = _r.Commit(start, ("past", "the gate"));
        _r.Publish(pastTheGate, "refs/heads/main");

        var outcome = await _r.Mirror.PushAsync(_r.Remote, "main", start, merge, Repositories.Soon);

        Assert.Equal(new PushOutcome.TipMoved(pastTheGate), outcome);
        Assert.Equal(pastTheGate, await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "main", Repositories.Soon));
    }

    [Fact]
    public async Task A_push_to_a_deleted_branch_does_not_make_it_again()
    {
        var (start, merge) = await MergedAsync();
        Repositories.Git(_r.Remote, "update-ref", "-d", "refs/heads/main");

        Assert.Equal(new PushOutcome.TipMoved(null), await _r.Mirror.PushAsync(_r.Remote, "main", start, merge, Repositories.Soon));
    }

    // MC-18.
    [Fact]
    public async Task A_branch_may_have_the_name_of_a_folder_of_one_that_is_gone()
    {
        var start = _r.Commit(null, ("a", "1"));
        var change = _r.Commit(start, ("b", "1"));
        _r.Publish(start, "refs/heads/foo/bar");
        await _r.Mirror.FetchCommitAsync(_r.Remote, start, Repositories.Soon);
        Assert.Equal(start, await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "foo/bar", Repositories.Soon));
        Repositories.Git(_r.Clone, "push", "-q", _r.Remote, ":refs/heads/foo/bar");
        _r.Publish(start, "refs/heads/foo");
        _r.Publish(change, "refs/changes/01/1/1");
        await _r.FetchAsync();
        var merge = (await _r.MergeAsync(start, change)).Commit;

        Assert.IsType<PushOutcome.Pushed>(await _r.Mirror.PushAsync(_r.Remote, "foo", start, merge, Repositories.Soon));

        Assert.Equal([("foo", merge)], (await _r.Mirror.ReadRemoteBranchesAsync(_r.Remote, Repositories.Soon)).Select(branch => (branch.Key, branch.Value)));
    }

    [Fact]
    public async Task A_push_that_would_drop_commits_is_never_tried()
    {
        var start = _r.Commit(null, ("a", "1"));
        var tip = _r.Commit(start, ("b", "1"));
        var aside = _r.Commit(start, ("c", "1"));
        _r.Publish(tip, "refs/heads/main");
        _r.Publish(aside, "refs/changes/01/1/1");
        await _r.FetchAsync();

        var trouble = await Assert.ThrowsAsync<GitException>(() => _r.Mirror.PushAsync(_r.Remote, "main", tip, aside, Repositories.Soon));

        Assert.Contains("would take commits away", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(tip, await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "main", Repositories.Soon));
    }

    [Fact]
    public async Task A_hook_that_says_no_is_told_in_its_own_words()
    {
        var (start, merge) = await MergedAsync();
        var hook = Path.Combine(_r.Remote, "hooks", "pre-receive");
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        File.WriteAllText(hook, "#!/bin/sh\necho 'frozen until Monday' >&2\nexit 1\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var outcome = await _r.Mirror.PushAsync(_r.Remote, "main", start, merge, Repositories.Soon);

        Assert.Contains("frozen until Monday", Assert.IsType<PushOutcome.Refused>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_does_not_exist_yet_has_no_tip_and_can_be_pushed()
    {
        var start = _r.Commit(null, ("a", "1"));
        var next = _r.Commit(start, ("a", "2"));
        _r.Publish(next, "refs/changes/01/1/1");
        await _r.FetchAsync();

        Assert.Null(await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "main", Repositories.Soon));
        Assert.IsType<PushOutcome.Pushed>(await _r.Mirror.PushAsync(_r.Remote, "main", null, start, Repositories.Soon));
        Assert.Equal(new PushOutcome.TipMoved(start), await _r.Mirror.PushAsync(
            _r.Remote, "main", null, (await _r.MergeAsync(start, next)).Commit, Repositories.Soon));
    }

    [Fact]
    public async Task An_unreadable_remote_is_a_clear_exception()
    {
        var missing = Path.Combine(_r.Root, "missing.git");

        var fetch = await Assert.ThrowsAsync<GitException>(() => _r.Mirror.FetchCommitAsync(missing, new string('1', 40), Repositories.Soon));
        var tip = await Assert.ThrowsAsync<GitException>(() => _r.Mirror.ReadRemoteTipAsync(missing, "main", Repositories.Soon));
        var refused = await Assert.ThrowsAsync<GitException>(() => _r.Mirror.ReadRemoteTipAsync("http://127.0.0.1:1/x.git", "main", Repositories.Soon));

        Assert.Contains(missing, fetch.Message, StringComparison.Ordinal);
        Assert.False(fetch.IsTransient);
        Assert.False(tip.IsTransient);
        Assert.True(refused.IsTransient, refused.Message);
    }

    [Fact]
    public async Task A_remote_that_never_answers_ends_with_the_time_limit()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var options = new GitOptions { Directory = Path.Combine(_r.Root, "impatient"), RemoteTimeLimit = TimeSpan.FromMilliseconds(300) };
        var mirror = new GitMirrors(options, Microsoft.Extensions.Logging.Abstractions.NullLogger<GitMirrors>.Instance).Of(new("app"));

        var trouble = await Assert.ThrowsAsync<GitException>(() => mirror.FetchCommitAsync($"git://{silent.LocalEndpoint}/x.git", new string('1', 40), Repositories.Soon));

        Assert.True(trouble.IsTransient);
        Assert.Contains("time limit", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_fetched_or_merged_is_kept()
    {
        var (start, merge) = await MergedAsync();

        Repositories.Git(_r.Mirror.Directory, "gc", "-q", "--prune=now");

        Assert.True(_r.Mirror.Has(start));
        Assert.True(_r.Mirror.Has(merge));
        Assert.Equal("1", _r.Mirror.ReadText(merge, "b"));
    }

    [Fact]
    public async Task What_a_killed_fetch_left_is_not_taken_for_the_whole_commit()
    {
        var start = _r.Commit(null, ("a", "1"));
        _r.Publish(start, "refs/heads/main");
        var leftover = Path.Combine("objects", start[..2], start[2..]);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_r.Mirror.Directory, leftover))!);
        File.Copy(Path.Combine(_r.Remote, leftover), Path.Combine(_r.Mirror.Directory, leftover));

        Assert.False(_r.Mirror.Has(start));
        await _r.Mirror.FetchCommitAsync(_r.Remote, start, Repositories.Soon);

        Assert.Equal("1", _r.Mirror.ReadText(start, "a"));
    }

    [Fact]
    public async Task Half_of_a_mirror_that_a_killed_server_left_is_made_anew()
    {
        var start = _r.Commit(null, ("a", "1"));
        _r.Publish(start, "refs/heads/main");
        Directory.CreateDirectory(Path.Combine(_r.Root, "again", "group", "app.git", "objects"));
        Directory.CreateDirectory(Path.Combine(_r.Root, "again", "group", "app.git.half", "objects"));

        var mirror = _r.OpenMirror("again");
        await mirror.FetchCommitAsync(_r.Remote, start, Repositories.Soon);

        Assert.True(mirror.Has(start));
    }

    // MC-16.
    [Fact]
    public async Task A_mirror_that_somebody_removed_is_made_anew()
    {
        var start = _r.Commit(null, ("a", "1"));
        _r.Publish(start, "refs/heads/main");
        var mirrors = new GitMirrors(
            new GitOptions { Directory = Path.Combine(_r.Root, "again") }, Microsoft.Extensions.Logging.Abstractions.NullLogger<GitMirrors>.Instance);
        await mirrors.Of(new("app")).FetchCommitAsync(_r.Remote, start, Repositories.Soon);
        Directory.Delete(mirrors.Of(new("app")).Directory, recursive: true);

        Assert.False(mirrors.Of(new("app")).Has(start));
        await mirrors.Of(new("app")).FetchCommitAsync(_r.Remote, start, Repositories.Soon);

        Assert.Equal("1", mirrors.Of(new("app")).ReadText(start, "a"));
    }

    [Fact]
    public async Task A_lock_that_a_killed_server_left_stops_nothing()
    {
        var start = _r.Commit(null, ("a", "1"));
        _r.Publish(start, "refs/heads/main");
        var refs = Directory.CreateDirectory(Path.Combine(_r.Root, "again", "group", "app.git", "refs", "pluginci", "commits"));
        Repositories.Git(_r.Root, "init", "-q", "--bare", Path.Combine(_r.Root, "again", "group", "app.git"));
        File.WriteAllText(Path.Combine(refs.FullName, $"{start}.lock"), "");

        var mirror = _r.OpenMirror("again");
        await mirror.FetchCommitAsync(_r.Remote, start, Repositories.Soon);

        Assert.True(mirror.Has(start));
    }

    [Fact]
    public async Task A_fetch_brings_only_what_is_new()
    {
        // More than 100 objects come as a pack, so that what came twice would be there twice.
        var start = _r.Commit(null, [.. Enumerable.Range(0, 200).Select(number => ($"file{number}", $"{number}"))]);
        _r.Publish(start, "refs/heads/main");
        await _r.FetchAsync();
        Assert.Equal(("0", "202"), CountObjects());

        _r.Publish(_r.Commit(start, ("b", "new")), "refs/changes/01/1/1");
        await _r.FetchAsync();

        Assert.Equal(("3", "202"), CountObjects());
    }

    private (string Loose, string Packed) CountObjects()
    {
        var counts = Repositories.Git(_r.Mirror.Directory, "count-objects", "-v").Split('\n').Select(line => line.Split(": ")).ToDictionary(pair => pair[0], pair => pair[1]);
        return (counts["count"], counts["in-pack"]);
    }

    [Fact]
    public async Task One_commit_can_be_fetched_without_the_rest()
    {
        var start = _r.Commit(null, ("a", "1"));
        var change = _r.Commit(start, ("b", "1"));
        var other = _r.Commit(start, ("c", "1"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(change, "refs/changes/01/1/1");
        _r.Publish(other, "refs/changes/02/2/1");

        await _r.Mirror.FetchCommitAsync(_r.Remote, change, Repositories.Soon);
        await _r.Mirror.FetchCommitAsync(Path.Combine(_r.Root, "not-asked-again"), change, Repositories.Soon);

        Assert.True(_r.Mirror.Has(change));
        Assert.False(_r.Mirror.Has(other));
    }

    private async Task<(string Start, string Merge)> MergedAsync()
    {
        var start = _r.Commit(null, ("a", "1"));
        var change = _r.Commit(start, ("b", "1"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(change, "refs/changes/01/1/1");
        await _r.FetchAsync();
        return (start, (await _r.MergeAsync(start, change)).Commit);
    }
}
