using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>The systems of a server over time: left behind, unused, old, given up, out of reach.</summary>
public sealed class SystemStoreTests : IDisposable
{
    private static readonly DeclaredSystem Wanted = new(new DebianPlan("bookworm", ["jq"]), []);

    // Nothing listens there.
    private static readonly EnvironmentSettings OutOfReach = new() { DebianMirror = "http://127.0.0.1:9/debian" };

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-roots-").FullName;
    private readonly List<string> _told = [];

    private IEnumerable<string> Names => Directory.GetDirectories(_folder).Where(folder => !File.Exists(new SystemRoot(folder).BaseArchive)).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    [Fact]
    public void What_servers_that_are_gone_left_unfinished_is_removed_at_the_start()
    {
        foreach (var maker in new[] { ServerProcess.Name, $"{int.MaxValue}-1", $"{Environment.ProcessId}-1" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, $"unfinished-{maker}-1-name", "root"));
        }

        Write("declared-resolved", DateTime.UtcNow, DateTime.UtcNow, "jq=1.5");
        _ = new SystemStore("", new EnvironmentSettings { Folder = _folder }, TimeProvider.System);
        Assert.Equal(["declared-resolved", $"unfinished-{ServerProcess.Name}-1-name"], Names);
    }

    [MakesSystemsFact]
    public async Task A_mirror_out_of_reach_is_nobodys_fault_and_what_nobody_used_for_long_is_removed_before_the_next_is_made()
    {
        var roots = new SystemStore("", OutOfReach with { Folder = _folder }, TimeProvider.System);
        Write("unused-1", DateTime.UtcNow, DateTime.UtcNow.AddDays(-31), "jq=1.5");
        Write("used-1", DateTime.UtcNow.AddDays(-100), DateTime.UtcNow.AddDays(-29), "jq=1.5");
        var oldBase = Write("base-1", DateTime.UtcNow.AddDays(-31), DateTime.UtcNow.AddDays(-31), "dpkg=1.5");
        File.WriteAllBytes(oldBase.BaseArchive, []);
        var trouble = await Assert.ThrowsAsync<OutsideException>(() => roots.GetAsync(Wanted, _told.Add, CancellationToken.None));
        Assert.True(trouble.IsTransient);
        Assert.StartsWith("Debian bookworm with jq cannot be made now: Failed to fetch http://127.0.0.1:9/debian/dists/bookworm/InRelease", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(["used-1"], Names);
        Assert.False(Directory.Exists(oldBase.Folder));
    }

    [MakesSystemsFact]
    public async Task When_all_together_are_too_large_those_go_that_were_not_used_for_longest_and_that_no_build_can_be_on()
    {
        var store = new SystemStore("", OutOfReach with { Folder = _folder, MostBytes = 1000 }, TimeProvider.System);
        foreach (var (name, days) in new[] { ("now-1", 0), ("today-1", 0.9), ("two-1", 2), ("three-1", 3), ("four-1", 4) })
        {
            File.WriteAllBytes(Path.Combine(Write(name, DateTime.UtcNow, DateTime.UtcNow.AddDays(-days), "jq=1.5").Files, "file"), new byte[400]);
        }

        await Assert.ThrowsAsync<OutsideException>(() => store.GetAsync(Wanted, _told.Add, CancellationToken.None));
        Assert.Equal(["now-1", "today-1"], Names);
        await Assert.ThrowsAsync<OutsideException>(() => new SystemStore("", OutOfReach with { Folder = _folder, MostBytes = 1 }, TimeProvider.System).GetAsync(Wanted, _told.Add, CancellationToken.None));
        Assert.Equal(["now-1", "today-1"], Names);
    }

    [MakesSystemsFact]
    public async Task An_old_system_is_used_on_while_the_mirror_is_out_of_reach_and_it_is_asked_again_later()
    {
        var roots = new SystemStore("", OutOfReach with { Folder = _folder }, TimeProvider.System);
        var old = Write(roots.NameOf(Wanted) + "-1", DateTime.UtcNow.AddDays(-8), DateTime.UtcNow.AddDays(-3), "jq=1.5");
        Assert.Equal(old, await roots.GetAsync(Wanted, _told.Add, CancellationToken.None));
        Assert.EndsWith("The build goes on with what is there; this is tried again in an hour.", _told[^1], StringComparison.Ordinal);
        _told.Clear();
        Assert.Equal(old, await roots.GetAsync(Wanted, _told.Add, CancellationToken.None));
        Assert.Empty(_told);
        Assert.InRange(old.Used, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(1));
    }

    [MakesSystemsFact]
    public async Task An_old_system_is_made_anew_and_the_packages_that_changed_are_told()
    {
        var roots = new SystemStore("", new EnvironmentSettings { Folder = _folder }, TimeProvider.System);
        var old = Write(roots.NameOf(Wanted) + "-1", DateTime.UtcNow.AddDays(-8), DateTime.UtcNow, "jq=0.1", "long-gone=1.0");
        var made = await roots.GetAsync(Wanted, _told.Add, CancellationToken.None);
        Assert.NotEqual(old.Name, made.Name);
        var packages = made.ReadPackages();
        Assert.Contains($"Packages that differ from before: {packages.Count + 1}", _told);
        Assert.Contains($"changed: jq 0.1 → {packages["jq"]}", _told);
        Assert.Contains($"new: dpkg {packages["dpkg"]}", _told);
        Assert.Contains("gone: long-gone 1.0", _told);
        Assert.Equal(new[] { old.Name, made.Name }.Order(StringComparer.Ordinal), Names);
    }

    [MakesSystemsFact]
    public async Task When_all_who_wait_have_left_the_making_is_given_up_and_leaves_nothing()
    {
        var roots = new SystemStore("", new EnvironmentSettings { Folder = _folder }, TimeProvider.System);
        using var cancellation = new CancellationTokenSource();
        var made = roots.GetAsync(
            Wanted,
            line =>
            {
                if (line.StartsWith("I: extracting archives", StringComparison.Ordinal))
                {
                    cancellation.Cancel();
                }
            },
            cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => made);
        await roots.WhenMadeAsync();
        Assert.Empty(Names);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SystemRoot Write(string name, DateTime resolved, DateTime used, params string[] packages)
    {
        var root = new SystemRoot(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName);
        Directory.CreateDirectory(root.Files);
        File.WriteAllLines(root.Lock, packages);
        (root.Resolved, root.Used) = (resolved, used);
        return root;
    }
}
