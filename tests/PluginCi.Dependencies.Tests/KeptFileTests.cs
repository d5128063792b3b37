using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>What was released once stays what it was for every build, whatever upstream does.</summary>
public sealed class KeptFileTests : IDisposable
{
    private const string Tarball = "/npm/left-pad/-/left-pad-1.0.0.tgz";
    private const string Upper = "/left-pad/-/left-pad-1.0.0.tgz";

    private readonly Upstream _upstream = new();

    private RegistryPlan Npm => new("npm", _upstream.Address);

    [NginxFact]
    public async Task A_file_is_fetched_once_and_its_checksum_is_on_record()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put(Upper, "the first", "ETag: \"x\"", "Set-Cookie: a=b", "X-Odd: 1");

        var (first, second) = (await scene.GetAsync(Tarball), await scene.GetAsync(Tarball));

        Assert.Equal((200, "the first", "the first"), (first.Status, first.Text, second.Text));
        Assert.Equal([Upper], _upstream.Paths);
        Assert.Contains("ETag: \"x\"", first.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie", first.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("X-", first.Head, StringComparison.Ordinal);
        Assert.Equal("== dependencies: 1 from the cache, 1 fetched", scene.Build.Summary);
        Assert.Equal(
            $"{Convert.ToHexStringLower(SHA256.HashData("the first"u8))}  {Checksums.KeyOf($"npm {_upstream.Address}left-pad/-/left-pad-1.0.0.tgz")}\n",
            await File.ReadAllTextAsync(Path.Combine(scene.Folder, "checksums.sha256")));
    }

    [NginxFact]
    public async Task Other_bytes_upstream_are_never_served_also_when_the_file_was_evicted_and_the_server_restarted()
    {
        var folder = Directory.CreateTempSubdirectory("pci-deps-").FullName;
        await using (var scene = new CacheScene([Npm], folder))
        {
            _upstream.Put(Upper, "the first");
            await scene.GetAsync(Tarball);
            _upstream.Put(Upper, "an attack");
            Assert.Equal("the first", (await scene.GetAsync(Tarball)).Text);
            scene.Evict();
        }

        await using (var scene = new CacheScene([Npm], folder))
        {
            var changed = await scene.GetAsync(Tarball);
            Assert.Equal(502, changed.Status);
            Assert.DoesNotContain("an attack", changed.Text, StringComparison.Ordinal);
            var why = $"npm at {_upstream.Address} gives other bytes for left-pad/-/left-pad-1.0.0.tgz than when it was first served here: their sha256 is "
                + $"{Convert.ToHexStringLower(SHA256.HashData("an attack"u8))} and was {Convert.ToHexStringLower(SHA256.HashData("the first"u8))}. Nothing of it is served.";
            Assert.Contains(why, changed.Text, StringComparison.Ordinal);
            Assert.Equal([$"== dependencies: {Tarball}: {why}"], scene.Told);
            Assert.Equal([why], scene.Warnings);
            Assert.Equal("== dependencies: 0 from the cache, 0 fetched, 1 not to be had", scene.Build.Summary);

            // What was refused is not kept either.
            _upstream.Put(Upper, "the first");
            Assert.Equal("the first", (await scene.GetAsync(Tarball)).Text);
        }

        Directory.Delete(folder, recursive: true);
    }

    [NginxFact]
    public async Task A_file_that_rots_on_our_disk_is_fetched_anew()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put(Upper, "the first");
        await scene.GetAsync(Tarball);
        var file = Assert.Single(scene.Kept());
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.AsSpan().IndexOf("the first"u8)] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        Assert.Equal("the first", (await scene.GetAsync(Tarball)).Text);
        Assert.Equal(2, _upstream.Paths.Length);
    }

    [NginxFact]
    public async Task An_answer_that_breaks_off_is_not_served_and_not_kept()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.PutRaw(Upper, Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe fi"));

        var broken = await scene.GetAsync(Tarball);
        _upstream.Put(Upper, "the first");

        Assert.Equal(502, broken.Status);
        Assert.Contains($"the answer of npm at {_upstream.Address} broke off", broken.Text, StringComparison.Ordinal);
        Assert.Equal("the first", (await scene.GetAsync(Tarball)).Text);
    }

    [NginxFact]
    public async Task Of_many_builds_that_want_a_new_file_at_once_one_fetch_serves_all()
    {
        await using var scene = new CacheScene([Npm]);
        byte[] bytes = [.. Enumerable.Range(0, 3 << 20).Select(number => (byte)(number * number >> 8))];
        _upstream.Put(Upper, bytes);
        scene.Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => scene.GetAsync(Tarball)));

        Assert.All(answers, answer => Assert.True(bytes.AsSpan().SequenceEqual(answer.Body)));
        Assert.Equal([Upper], _upstream.Paths);
    }

    [NginxFact]
    public async Task A_line_that_a_killed_server_did_not_finish_is_forgotten()
    {
        var folder = Directory.CreateTempSubdirectory("pci-deps-").FullName;
        var file = Path.Combine(folder, "checksums.sha256");
        var (one, other) = (Checksums.KeyOf("one"), Checksums.KeyOf("other"));
        await File.WriteAllTextAsync(file, $"{new string('a', 64)}  {one}\n{new string('b', 64)}  {other[..10]}");
        using (var checksums = new Checksums(file))
        {
            Assert.Equal(new string('a', 64), checksums.Settle("one", new string('c', 64)));
            Assert.Equal(new string('c', 64), checksums.Settle("other", new string('c', 64)));
        }

        Assert.Equal($"{new string('a', 64)}  {one}\n{new string('c', 64)}  {other}\n", await File.ReadAllTextAsync(file));
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => _upstream.Dispose();
}
