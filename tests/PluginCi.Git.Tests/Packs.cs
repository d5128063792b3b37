namespace PluginCi.Git.Tests;

public sealed class Packs : IDisposable
{
    private readonly Repositories _r = new();

    public void Dispose() => _r.Dispose();

    [Fact]
    public async Task A_merge_is_passed_on_exactly_and_without_its_history()
    {
        var (merge, start) = await MakeMergeAsync();
        using var pack = await SendAsync(merge);
        var other = _r.OpenMirror("others");

        await other.ReceiveAsync(merge, pack, Repositories.Soon);

        Assert.True(other.Has(merge));
        Assert.Equal(_r.Mirror.TreeOf(merge), other.TreeOf(merge));
        Assert.Throws<GitException>(() => other.TreeOf(start));
        await other.CheckoutAsync(merge, Path.Combine(_r.Root, "tree"), Repositories.Soon);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(_r.Root, "tree", "secret")));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_r.Root, "tree", "b")));
    }

    [Fact]
    public async Task A_pack_that_broke_off_is_refused()
    {
        var (merge, _) = await MakeMergeAsync();
        using var pack = await SendAsync(merge);
        pack.SetLength(pack.Length - 30);
        var other = _r.OpenMirror("others");

        await Assert.ThrowsAsync<GitException>(() => other.ReceiveAsync(merge, pack, Repositories.Soon));

        Assert.False(other.Has(merge));
    }

    [Fact]
    public async Task A_pack_of_another_commit_is_refused()
    {
        var (merge, start) = await MakeMergeAsync();
        using var pack = await SendAsync(start);
        var other = _r.OpenMirror("others");

        await Assert.ThrowsAsync<GitException>(() => other.ReceiveAsync(merge, pack, Repositories.Soon));

        Assert.False(other.Has(merge));
    }

    [Fact]
    public async Task What_is_not_here_cannot_be_passed_on()
    {
        var trouble = await Assert.ThrowsAsync<GitException>(() => SendAsync(new string('a', 40)));

        Assert.Contains(new string('a', 40), trouble.Message, StringComparison.Ordinal);
    }

    private async Task<(string Merge, string Start)> MakeMergeAsync()
    {
        var start = _r.Commit(null, ("a", "1"), (".gitattributes", "secret export-ignore\n"), ("secret", "kept"));
        var mine = _r.Commit(start, ("b", "mine"));
        var theirs = _r.Commit(start, ("c", "theirs"));
        foreach (var commit in new[] { mine, theirs })
        {
            _r.Publish(commit, $"refs/changes/{commit}");
        }

        await _r.FetchAsync();
        return ((await _r.MergeAsync(theirs, mine)).Commit, start);
    }

    private async Task<MemoryStream> SendAsync(string commit)
    {
        var pack = new MemoryStream();
        await _r.Mirror.SendAsync(commit, pack, Repositories.Soon);
        pack.Position = 0;
        return pack;
    }
}
