using PluginCi.Egress;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>No build can fill the server's disk through the cache.</summary>
public sealed class RoomTests : IDisposable
{
    private const int Size = 700_000;

    private readonly Upstream _upstream = new();

    private RegistryPlan Npm => new("npm", _upstream.Address);

    [NginxTheory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_build_pays_for_what_is_fetched_for_it_whether_or_not_it_is_sent(string method)
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put("/a/-/a-1.tgz", new byte[Size]);
        var poor = scene.Open(limits: new EgressLimits { MostBytes = Size + 1000 });

        var first = await scene.SayAsync($"{method} /npm/a/-/a-1.tgz HTTP/1.1\r\n\r\n", poor);
        var second = await scene.SayAsync($"{method} /npm/a/-/a-1.tgz HTTP/1.1\r\n\r\n", poor);
        var other = await scene.SayAsync($"{method} /npm/a/-/a-1.tgz HTTP/1.1\r\n\r\n", scene.Open());

        Assert.Equal((200, 403, 200), (first.Status, second.Status, other.Status));
        Assert.Contains("the build was given as many bytes as it may have", Assert.Single(scene.Told), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(scene.Folder, "serving")));
    }

    [NginxFact]
    public async Task Copies_for_all_builds_share_one_room_and_give_it_back()
    {
        await using var scene = new CacheScene([Npm], mostServing: Size + 1000);
        _upstream.Put("/a/-/a-1.tgz", new byte[Size]);
        _upstream.Put("/b/-/b-1.tgz", new byte[2 * Size]);

        for (var round = 0; round < 3; round++)
        {
            var large = await scene.GetAsync("/npm/b/-/b-1.tgz");
            Assert.Equal(503, large.Status);
            Assert.Contains($"may take {Size + 1000} bytes at once while they are served", large.Text, StringComparison.Ordinal);
            Assert.Equal(200, (await scene.GetAsync("/npm/a/-/a-1.tgz")).Status);
        }

        // One that is not read to its end holds its part.
        var held = await scene.Build.AnswerAsync("/npm/a/-/a-1.tgz", _ => true, CacheScene.Soon);
        Assert.Equal(503, (await scene.GetAsync("/npm/a/-/a-1.tgz")).Status);
        held.Dispose();
        Assert.Equal(200, (await scene.GetAsync("/npm/a/-/a-1.tgz")).Status);
    }

    [Fact]
    public void The_room_of_copies_is_a_quarter_of_what_is_kept() =>
        Assert.Equal(5L << 30, new DependencyCacheOptions { Folder = "/f", Sockets = "/s", MostBytes = 20L << 30 }.MostServing);

    [NginxFact]
    public async Task The_checksum_of_a_file_takes_one_line_of_one_length_however_builds_write_its_path()
    {
        await using var scene = new CacheScene([new("go", $"{_upstream.Address}i/", $"{_upstream.Address}f/")]);
        _upstream.Put("/f/tile/8/0/001", "a tile");

        Assert.Equal(200, (await scene.GetAsync("/go/sumdb/sum.golang.org/tile/8/0/001")).Status);
        Assert.Equal(404, (await scene.GetAsync("/go/sumdb/other.golang.org/tile/8/0/001")).Status);

        Assert.Equal(64 + 2 + 64, Assert.Single(await File.ReadAllLinesAsync(Path.Combine(scene.Folder, "checksums.sha256"))).Length);
    }

    [NginxFact]
    public async Task Another_address_of_a_registry_has_checksums_of_its_own()
    {
        await using var scene = new CacheScene([Npm]);
        using var mirror = new Upstream();
        _upstream.Put("/a/-/a-1.tgz", "of the one");
        mirror.Put("/a/-/a-1.tgz", "of the mirror");
        var moved = new RegistryPlan("npm", mirror.Address);

        Assert.Equal("of the one", (await scene.GetAsync("/npm/a/-/a-1.tgz")).Text);
        Assert.Equal("of the mirror", (await scene.SayAsync("GET /npm/a/-/a-1.tgz HTTP/1.1\r\n\r\n", scene.Open(scene.Cache.For([moved], [moved], scene.Told.Enqueue)))).Text);
    }

    public void Dispose() => _upstream.Dispose();
}
