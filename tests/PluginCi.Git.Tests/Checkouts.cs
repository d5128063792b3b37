namespace PluginCi.Git.Tests;

public sealed class Checkouts : IDisposable
{
    private readonly Repositories _r = new();

    public void Dispose() => _r.Dispose();

    [Fact]
    public async Task A_checkout_is_exact_and_refers_to_nothing_outside()
    {
        File.WriteAllText(Path.Combine(_r.Clone, "run.sh"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(_r.Clone, "run.sh"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(Path.Combine(_r.Clone, "inside"), "dir/plain");
        File.CreateSymbolicLink(Path.Combine(_r.Clone, "outside"), "../../etc/passwd");
        var commit = _r.Commit(null, ("dir/plain", "text\r\n"), (".gitattributes", "secret export-ignore\n"), ("secret", "kept"));
        _r.Publish(commit, "refs/heads/main");
        await _r.FetchAsync();
        var directory = Path.Combine(_r.Root, "work", "tree");

        await _r.Mirror.CheckoutAsync(commit, directory, Repositories.Soon);

        Assert.Equal(
            [".gitattributes", "dir", "inside", "outside", "run.sh", "secret"],
            Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("text\r\n", File.ReadAllText(Path.Combine(directory, "dir/plain")));
        Assert.True(File.GetUnixFileMode(Path.Combine(directory, "run.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.False(File.GetUnixFileMode(Path.Combine(directory, "dir/plain")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("dir/plain", new FileInfo(Path.Combine(directory, "inside")).LinkTarget);
        Assert.Equal("../../etc/passwd", new FileInfo(Path.Combine(directory, "outside")).LinkTarget);
        Assert.Equal([directory], Directory.EnumerateFileSystemEntries(Path.Combine(_r.Root, "work")));
    }

    [Fact]
    public async Task Several_checkouts_at_once_do_not_disturb_each_other()
    {
        var start = _r.Commit(null, ("a", "0"));
        string[] commits = [.. Enumerable.Range(1, 6).Select(n => _r.Commit(start, ("a", $"{n}")))];
        foreach (var (n, commit) in commits.Index())
        {
            _r.Publish(commit, $"refs/changes/0{n}/{n}/1");
        }

        await _r.FetchAsync();
        await Task.WhenAll(commits.Select((c, n) => _r.Mirror.CheckoutAsync(c, Path.Combine(_r.Root, $"tree{n}"), Repositories.Soon)));

        Assert.Equal(["1", "2", "3", "4", "5", "6"], Enumerable.Range(0, 6).Select(n => File.ReadAllText(Path.Combine(_r.Root, $"tree{n}", "a"))));
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_refused()
    {
        var commit = _r.Commit(null, ("a", "1"));
        _r.Publish(commit, "refs/heads/main");
        await _r.FetchAsync();

        var trouble = await Assert.ThrowsAsync<GitException>(() => _r.Mirror.CheckoutAsync(commit, _r.Clone, Repositories.Soon));

        Assert.Contains("not empty", trouble.Message, StringComparison.Ordinal);
    }
}
