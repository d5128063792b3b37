using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What builds find in caches and leave there, by the trust in their code.</summary>
public sealed class CacheTests
{
    private static readonly JobPlan Keeping = PlainScripts.Job("unit") with { Caches = [new CachePlan("~/kept", ["pom.xml"])] };

    [Fact]
    public async Task A_gate_leaves_what_checks_read_and_cannot_alter()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, Keeping);
        var found = new List<(string Pipeline, string? Content, bool MayLeave)>();
        await using var server = await town.StartAsync(prepare: server =>
        {
            server.Executor.During = (build, _) =>
            {
                var cache = Assert.Single(build.Caches);
                lock (found)
                {
                    found.Add((build.Environment["PLUGINCI_PIPELINE"], cache.Archive is null ? null : File.ReadAllText(cache.Archive), cache.Into is not null));
                }

                if (cache.Into is null && cache.Archive is { } archive)
                {
                    // All that a hostile build with a hostile executor could do.
                    File.WriteAllText(archive, "bad");
                    File.WriteAllText(archive.Replace(".read", ".written", StringComparison.Ordinal), "bad");
                }

                return Task.CompletedTask;
            };
            server.Executor.Makes = build =>
            {
                if (build.Caches[0].Into is { } into)
                {
                    File.WriteAllText(into, $"good {build.Caches[0].Archive is not null}");
                }
            };
        });
        await MergeAsync(town, "1");
        await MergeAsync(town, "2");
        await MergeAsync(town, "3");

        Assert.All(found, one => Assert.Equal(one.Pipeline == "gate", one.MayLeave));
        Assert.Equal([null, "good False", "good True"], found.Where(one => one.Pipeline == "gate").Select(one => one.Content));
        Assert.Contains("good False", found.Where(one => one.Pipeline == "check").Select(one => one.Content));
        Assert.DoesNotContain(found, one => one.Content == "bad");
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(town.Folder, "workspaces")));
        var logs = server.Stores.Read.ReadNewestBuilds(9).Select(build => (build.Pipeline, Log: new BuildLogs(Path.Combine(town.Folder, "logs")).Read(build.Id)!)).ToArray();
        Assert.Contains(logs, log => log.Pipeline == "gate" && log.Log.Contains("== cache ~/kept: generation 2 of key ", StringComparison.Ordinal) && log.Log.Contains(" is written, 9 bytes", StringComparison.Ordinal));
        Assert.Contains(logs, log => log.Pipeline == "check" && log.Log.Contains("; its code is not reviewed, so it writes none", StringComparison.Ordinal));

        async Task MergeAsync(Town at, string content)
        {
            var change = await at.PushAsync(Town.Alpha, $"Change {content}", $"file-{content}", content);
            await server.WaitForStateAsync(_ => server.Stores.Read.ReadBuilds(change).Any(build => build.Result is not null));
            at.Approve(change);
            Assert.Equal(ReportKind.Success, (await at.Audience.EndOfAsync(change, Town.Soon)).Kind);
        }
    }

    [Fact]
    public void A_key_is_of_the_contents_of_the_files_that_fit_and_follows_no_link()
    {
        using var folder = new TemporaryFolder();
        var request = new BuildRequest { Build = new BuildId("b"), Job = Keeping, Workspace = folder.Path, StartIn = "alpha", Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty };
        var root = Directory.CreateDirectory(Path.Combine(folder.Path, "alpha", "sub")).Parent!.FullName;
        var plan = new CachePlan("~/kept", ["**/pom.xml"]);
        string Key() => CacheKey.Of(plan, request);

        var none = Key();
        File.WriteAllText(Path.Combine(root, "pom.xml"), "1");
        var first = Key();
        File.WriteAllText(Path.Combine(root, "other"), "1");
        Assert.Equal(first, Key());
        File.WriteAllText(Path.Combine(root, "sub", "pom.xml"), "1");
        var second = Key();
        File.WriteAllText(Path.Combine(folder.Path, "outside"), "1");
        File.Delete(Path.Combine(root, "pom.xml"));
        File.CreateSymbolicLink(Path.Combine(root, "pom.xml"), "../outside");
        var linked = Key();
        File.WriteAllText(Path.Combine(folder.Path, "outside"), "2");
        Assert.Equal(linked, Key());
        Directory.CreateDirectory(Path.Combine(folder.Path, "elsewhere"));
        File.WriteAllText(Path.Combine(folder.Path, "elsewhere", "pom.xml"), "3");
        File.CreateSymbolicLink(Path.Combine(root, "away"), "../elsewhere");
        Assert.Equal(linked, Key());
        Assert.Equal(4, new[] { none, first, second, linked }.Distinct().Count());
        Assert.Equal(none, CacheKey.Of(plan with { KeyFiles = [] }, request));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("pluginci-key-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
