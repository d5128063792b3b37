using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>A folder belongs to one process, and nothing of it is touched by another.</summary>
public sealed class SharedFolderTests : IDisposable
{
    private const string Tarball = "/npm/a/-/a-1.tgz";

    private readonly Upstream _upstream = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pci-deps-").FullName;
    private readonly string _spare = Directory.CreateTempSubdirectory("pci-deps-").FullName;

    private RegistryPlan Npm => new("npm", _upstream.Address);

    [NginxFact]
    public async Task The_second_one_uses_a_folder_of_its_own_until_the_first_has_ended()
    {
        _upstream.Put("/a/-/a-1.tgz", "the file");
        await using (var first = new CacheScene([Npm], _folder))
        {
            using var served = await first.Build.AnswerAsync(Tarball, _ => true, CacheScene.Soon);
            await using (var second = new CacheScene([Npm], _folder, _spare))
            {
                Assert.Equal("the file", (await second.GetAsync(Tarball)).Text);
                Assert.NotEmpty(Directory.GetFiles(Path.Combine(_spare, "kept"), "*", SearchOption.AllDirectories));
            }

            Assert.Single(Directory.GetFiles(Path.Combine(_folder, "serving")));
            Assert.Equal(2, _upstream.Paths.Length);
        }

        await using var third = new CacheScene([Npm], _folder, _spare);
        Assert.Equal("the file", (await third.GetAsync(Tarball)).Text);
        Assert.Equal(2, _upstream.Paths.Length);
    }

    [NginxFact]
    public async Task Without_another_folder_the_second_one_says_so()
    {
        await using var first = new CacheScene([Npm], _folder);
        await first.GetAsync(Tarball);
        await using var second = new CacheScene([Npm], _folder);

        var refused = await second.GetAsync(Tarball);

        Assert.Equal(502, refused.Status);
        Assert.Contains($"the cache cannot use its folder {_folder}: ", refused.Text, StringComparison.Ordinal);
        Assert.Contains("used by another process", refused.Text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _upstream.Dispose();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_spare, recursive: true);
    }
}
