namespace PluginCi.Git.Tests;

/// <summary>Pushes that are taken back, and tags.</summary>
public sealed class TakingBack : IDisposable
{
    private readonly Repositories _r = new();

    public void Dispose() => _r.Dispose();

    [Fact]
    public async Task A_push_is_taken_back_and_a_second_time_finds_it_so()
    {
        var (start, pushed) = await PushedAsync();

        Assert.IsType<PushOutcome.Pushed>(await TakeBackAsync(pushed, start));
        Assert.Equal(start, await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "main", Repositories.Soon));
        Assert.IsType<PushOutcome.AlreadyThere>(await TakeBackAsync(pushed, start));
    }

    [Fact]
    public async Task A_branch_that_was_new_is_gone_again()
    {
        var (_, pushed) = await PushedAsync();
        await _r.Mirror.PushAsync(_r.Remote, "next", null, pushed, Repositories.Soon);

        Assert.IsType<PushOutcome.Pushed>(await _r.Mirror.TakeBackAsync(_r.Remote, "next", pushed, null, Repositories.Soon));
        Assert.Null(await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "next", Repositories.Soon));
    }

    [Fact]
    public async Task What_somebody_pushed_upon_stays()
    {
        var (start, pushed) = await PushedAsync();
        var upon = _r.Commit(pushed, ("upon", "1"));
        _r.Publish(upon, "refs/heads/main");

        Assert.Equal(new PushOutcome.TipMoved(upon), await TakeBackAsync(pushed, start));
        Assert.Equal(upon, await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "main", Repositories.Soon));
    }

    [Fact]
    public async Task A_remote_that_takes_no_commits_away_refuses()
    {
        var (start, pushed) = await PushedAsync();
        Repositories.Git(_r.Remote, "config", "receive.denyNonFastForwards", "true");

        Assert.IsType<PushOutcome.Refused>(await TakeBackAsync(pushed, start));
        Assert.Equal(pushed, await _r.Mirror.ReadRemoteTipAsync(_r.Remote, "main", Repositories.Soon));
    }

    [Fact]
    public async Task A_branch_that_another_git_process_has_locked_is_tried_again_and_not_taken_for_refused()
    {
        var (start, pushed) = await PushedAsync();
        var held = Path.Combine(_r.Remote, "refs", "heads", "main.lock");
        await File.WriteAllTextAsync(held, "");

        var trouble = await Assert.ThrowsAsync<GitException>(() => TakeBackAsync(pushed, start));

        Assert.True(trouble.IsTransient, trouble.Message);
        File.Delete(held);
        Assert.IsType<PushOutcome.Pushed>(await TakeBackAsync(pushed, start));
    }

    [Fact]
    public async Task A_tag_leads_to_its_commit_also_when_it_is_annotated()
    {
        var (start, pushed) = await PushedAsync();
        Repositories.Git(_r.Remote, "tag", "light", start);
        Repositories.Git(_r.Remote, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "tag", "-a", "-m", "Release", "v1", pushed);
        Repositories.Git(_r.Remote, "tag", "v1.1", start);

        Assert.Equal(start, await _r.Mirror.ReadRemoteTagAsync(_r.Remote, "light", Repositories.Soon));
        Assert.Equal(pushed, await _r.Mirror.ReadRemoteTagAsync(_r.Remote, "v1", Repositories.Soon));
        Assert.Null(await _r.Mirror.ReadRemoteTagAsync(_r.Remote, "v", Repositories.Soon));
    }

    private Task<PushOutcome> TakeBackAsync(string pushed, string? former) =>
        _r.Mirror.TakeBackAsync(_r.Remote, "main", pushed, former, Repositories.Soon);

    private async Task<(string Start, string Pushed)> PushedAsync()
    {
        var start = _r.Commit(null, ("a", "1"));
        var next = _r.Commit(start, ("b", "1"));
        _r.Publish(start, "refs/heads/main");
        _r.Publish(next, "refs/changes/01/1/1");
        await _r.FetchAsync();
        Assert.IsType<PushOutcome.Pushed>(await _r.Mirror.PushAsync(_r.Remote, "main", start, next, Repositories.Soon));
        return (start, next);
    }
}
