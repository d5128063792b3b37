using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginCi.Model;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Systems that are made from the base of another one: quicker, and the same in every file.</summary>
public sealed class BaseSystemTests : IDisposable
{
    private const string FromBase = "It is made from the base of Debian bookworm, whose packages are those of its sources.";

    private const string OldBase = "The base of Debian bookworm is not of the packages that its sources have now; it is made whole.";

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-bases-").FullName;

    [MakesSystemsFact]
    public async Task A_system_that_is_made_from_a_base_is_the_one_that_is_made_whole_in_every_file()
    {
        var (whole, told) = await MakeAsync(NewStore("one"), "jq");
        Assert.DoesNotContain(FromBase, told);
        var other = NewStore("other");
        await MakeAsync(other, "hello");
        (var derived, told) = await MakeAsync(other, "jq");
        Assert.Contains(FromBase, told);
        Assert.Equal(whole.Name, derived.Name);
        Assert.Equal(Describe(whole), Describe(derived));

        // A lock is a declaration of its own, which comes to the same.
        (derived, told) = await MakeAsync(other, "jq", [.. File.ReadLines(whole.Lock)]);
        Assert.Contains(FromBase, told);
        Assert.Equal(Describe(whole), Describe(derived));
    }

    [MakesSystemsFact]
    public async Task Systems_that_are_wanted_at_once_wait_for_one_base()
    {
        var store = NewStore("one");
        var all = await Task.WhenAll(new[] { "jq", "hello", "bc" }.Select(package => MakeAsync(store, package)));
        Assert.Equal(2, all.Count(made => made.Told.Contains(FromBase)));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "one"), "base.tar", SearchOption.AllDirectories));
    }

    // The sources have a newer package of what is in each system: nobody may get the old one from the base.
    [MakesSystemsFact]
    public async Task A_base_whose_packages_the_sources_replaced_is_not_used_and_is_replaced()
    {
        using var repository = await SignedRepository.MakeAsync();
        var settings = new EnvironmentSettings { DebianSources = [repository.Source] };
        var store = NewStore("one", settings);
        var (before, _) = await MakeAsync(store, "site-greeting");
        Assert.False(before.ReadPackages().ContainsKey("site-essential"));
        await repository.AddEssentialAsync("1.0");
        var (first, told) = await MakeAsync(store, "jq");
        Assert.Contains(OldBase, told);
        Assert.Equal("1.0", first.ReadPackages()["site-essential"]);
        await repository.AddEssentialAsync("1.1");
        (var second, told) = await MakeAsync(store, "hello");
        Assert.Contains(OldBase, told);
        Assert.Equal("1.1", second.ReadPackages()["site-essential"]);
        (var third, told) = await MakeAsync(store, "bc");
        Assert.Contains(FromBase, told);
        Assert.Equal("1.1", third.ReadPackages()["site-essential"]);
    }

    [MakesSystemsFact]
    public async Task A_base_that_cannot_be_read_is_replaced()
    {
        var store = NewStore("one");
        await MakeAsync(store, "hello");
        var archive = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "one"), "base.tar", SearchOption.AllDirectories));
        await File.WriteAllBytesAsync(archive, (await File.ReadAllBytesAsync(archive))[..1_000_100]);
        var (made, told) = await MakeAsync(store, "jq");
        Assert.Contains(OldBase, told);
        Assert.True(made.ReadPackages().ContainsKey("jq"));
        (_, told) = await MakeAsync(store, "bc");
        Assert.Contains(FromBase, told);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SystemStore NewStore(string name, EnvironmentSettings? settings = null) => new("", (settings ?? new EnvironmentSettings()) with { Folder = Path.Combine(_folder, name) }, TimeProvider.System);

    private static async Task<(SystemRoot Root, List<string> Told)> MakeAsync(SystemStore store, string package, ImmutableArray<string> locked = default)
    {
        var told = new List<string>();
        var root = await store.GetAsync(new DeclaredSystem(new DebianPlan("bookworm", [package]), locked.IsDefault ? [] : locked), told.Add, CancellationToken.None);
        return (root, told);
    }

    // The preferences are of the lock.
    private static string[] Describe(SystemRoot root) =>
    [
        .. new DirectoryInfo(root.Files).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => file.FullName != Path.Combine(root.Files, "etc/apt/preferences.d/lock"))
            .Select(file => $"{Path.GetRelativePath(root.Files, file.FullName)} {file.UnixFileMode} {file.LinkTarget ?? (file is FileInfo { Length: var length } found ? $"{length} {HashOf(found)}" : "a folder")}")
            .Order(StringComparer.Ordinal),
    ];

    private static string HashOf(FileInfo file)
    {
        using var content = file.OpenRead();
        return Convert.ToHexString(SHA256.HashData(content));
    }
}
