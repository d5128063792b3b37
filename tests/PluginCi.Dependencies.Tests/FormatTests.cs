using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>What each kind of registry is asked, in the words of its own clients, and where its links lead.</summary>
public sealed class FormatTests : IDisposable
{
    private const string Own = "http://127.0.0.1:3128";

    private readonly Upstream _upstream = new();

    [NginxTheory]
    [InlineData("cargo", "/cargo/1/a", "/i/1/a")]
    [InlineData("cargo", "/cargo/3/f/foo", "/i/3/f/foo")]
    [InlineData("cargo", "/cargo/se/rd/serde", "/i/se/rd/serde")]
    [InlineData("cargo", "/cargo/crates/serde/1.0.0/download", "/f/serde/1.0.0/download")]
    [InlineData("composer", "/composer/p2/monolog/monolog.json", "/i/p2/monolog/monolog.json")]
    [InlineData("composer", "/composer/p2/monolog/monolog~dev.json", "/i/p2/monolog/monolog~dev.json")]
    [InlineData("composer", "/composer/github/repos/Seldaek/monolog/zipball/0123456789012345678901234567890123456789", "/f/Seldaek/monolog/legacy.zip/0123456789012345678901234567890123456789")]
    [InlineData("debian", "/debian/debian/dists/bookworm/InRelease", "/i/dists/bookworm/InRelease")]
    [InlineData("debian", "/debian/debian/pool/main/h/hello/hello_2.10-3_amd64.deb", "/i/pool/main/h/hello/hello_2.10-3_amd64.deb")]
    [InlineData("debian", "/debian/debian-security/dists/bookworm-security/InRelease", "/f/dists/bookworm-security/InRelease")]
    [InlineData("go", "/go/github.com/!burnt!sushi/toml/@v/list", "/i/github.com/!burnt!sushi/toml/@v/list")]
    [InlineData("go", "/go/golang.org/x/text/@latest", "/i/golang.org/x/text/@latest")]
    [InlineData("go", "/go/golang.org/x/text/@v/v0.3.0+incompatible.zip", "/i/golang.org/x/text/@v/v0.3.0%2Bincompatible.zip")]
    [InlineData("go", "/go/sumdb/sum.golang.org/lookup/golang.org/x/text@v0.3.0", "/f/lookup/golang.org/x/text@v0.3.0")]
    [InlineData("go", "/go/sumdb/sum.golang.org/tile/8/0/x001/234", "/f/tile/8/0/x001/234")]
    [InlineData("maven", "/maven/junit/junit/maven-metadata.xml.sha1", "/i/junit/junit/maven-metadata.xml.sha1")]
    [InlineData("maven", "/maven/junit/junit/4.13/junit-4.13.jar", "/i/junit/junit/4.13/junit-4.13.jar")]
    [InlineData("npm", "/npm/@babel%2fcore", "/i/@babel/core")]
    [InlineData("npm", "/npm/lodash/4.17.21", "/i/lodash/4.17.21")]
    [InlineData("nuget", "/nuget/v3-flatcontainer/newtonsoft.json/13.0.1/newtonsoft.json.13.0.1.nupkg", "/i/v3-flatcontainer/newtonsoft.json/13.0.1/newtonsoft.json.13.0.1.nupkg")]
    [InlineData("pypi", "/pypi/simple/Zope.Interface/", "/i/zope-interface/")]
    [InlineData("pypi", "/pypi/simple/requests", "/i/requests/")]
    [InlineData("pypi", "/pypi/files/packages/aa/requests-2.0-py3-none-any.whl.metadata", "/f/packages/aa/requests-2.0-py3-none-any.whl.metadata")]
    [InlineData("rubygems", "/rubygems/info/rack", "/i/info/rack")]
    [InlineData("rubygems", "/rubygems/gems/rack-2.0.0.gem", "/i/gems/rack-2.0.0.gem")]
    [InlineData("rubygems", "/rubygems/specs.4.8.gz", "/i/specs.4.8.gz")]
    public async Task A_path_of_a_client_is_asked_of_the_right_address(string kind, string path, string target)
    {
        await using var scene = new CacheScene([Registry(kind)]);
        _upstream.Put(target, "it");

        Assert.Equal((200, "it"), await OfAsync(scene, path));
        Assert.Equal([target], _upstream.Paths);
    }

    [NginxTheory]
    [InlineData("debian", "/dists/x/InRelease", false)]
    [InlineData("debian", "/dists/x/main/by-hash/SHA256/aa", true)]
    [InlineData("go", "/m/@v/master.info", false)]
    [InlineData("go", "/m/@v/v1.0.0.info", false)]
    [InlineData("go", "/m/@v/v1.0.0.mod", true)]
    [InlineData("maven", "/g/a/1-SNAPSHOT/a-1-SNAPSHOT.jar", false)]
    [InlineData("maven", "/g/a/1/a-1.pom", true)]
    [InlineData("nuget", "/v3-flatcontainer/a/index.json", false)]
    [InlineData("rubygems", "/versions", false)]
    public async Task Only_what_is_released_for_good_is_on_record(string kind, string path, bool isKept)
    {
        await using var scene = new CacheScene([Registry(kind)]);
        _upstream.Put($"/i{path}", "it");

        await scene.GetAsync(kind == "debian" ? $"/debian/debian{path}" : $"/{kind}{path}");

        Assert.Equal(isKept, (await File.ReadAllTextAsync(Path.Combine(scene.Folder, "checksums.sha256"))).Length > 0);
    }

    [NginxFact]
    public async Task Links_of_a_page_of_PyPI_lead_to_the_cache_and_hashes_stay()
    {
        await using var scene = new CacheScene([Registry("pypi")]);
        _upstream.Put(
            "/i/demo/",
            $"""<a class="x" href="{_upstream.Address}f/a/demo-1.whl#sha256=aa&amp;x=1" data-requires-python="&gt;=3" data-core-metadata="sha256=bb">1</a><a href='../../f/b/demo-2.whl'>2</a><a href="https://evil.example/x">3</a>""");

        Assert.Equal(
            $"""<a class="x" href="{Own}/pypi/files/a/demo-1.whl#sha256=aa&amp;x=1" data-requires-python="&gt;=3" data-core-metadata="sha256=bb">1</a><a href="{Own}/pypi/files/b/demo-2.whl">2</a><a href="https://evil.example/x">3</a>""",
            (await scene.GetAsync("/pypi/simple/demo/")).Text);
    }

    [NginxFact]
    public async Task Links_of_JSON_lead_to_the_cache_whether_their_slashes_are_escaped_or_not()
    {
        await using var scene = new CacheScene([Registry("npm"), Registry("nuget"), Registry("composer")]);
        var escaped = $"{_upstream.Address}i/dist/x-1.zip".Replace("/", "\\/", StringComparison.Ordinal);
        _upstream.Put("/i/demo", $$"""{"tarball":"{{_upstream.Address}}i/demo/-/demo-1.tgz","integrity":"sha512-a/b+c==","readme":"see {{_upstream.Address}}i/"}""");
        _upstream.Put("/i/v3/index.json", $$"""{"@id":"{{_upstream.Address}}i/v3-flatcontainer/"}""");
        _upstream.Put("/i/p2/a/b.json", $$"""{"url":"https:\/\/api.github.com\/repos\/a\/b\/zipball\/c","url":"{{escaped}}"}""");

        Assert.Equal($$"""{"tarball":"{{Own}}/npm/demo/-/demo-1.tgz","integrity":"sha512-a/b+c==","readme":"see {{_upstream.Address}}i/"}""", (await scene.GetAsync("/npm/demo")).Text);
        Assert.Equal($$"""{"@id":"{{Own}}/nuget/v3-flatcontainer/"}""", (await scene.GetAsync("/nuget/v3/index.json")).Text);
        Assert.Equal(
            """{"url":"http:\/\/127.0.0.1:3128\/composer\/github\/repos\/a\/b\/zipball\/c","url":"http:\/\/127.0.0.1:3128\/composer\/dist\/x-1.zip"}""",
            (await scene.GetAsync("/composer/p2/a/b.json")).Text);
    }

    [NginxFact]
    public async Task Where_the_rest_is_the_cache_says_itself()
    {
        await using var scene = new CacheScene([Registry("cargo"), Registry("composer"), Registry("go")]);

        Assert.Equal((200, $$"""{"dl":"{{Own}}/cargo/crates"}"""), await OfAsync(scene, "/cargo/config.json"));
        Assert.Equal((200, $$"""{"packages":[],"metadata-url":"{{Own}}/composer/p2/%package%.json"}"""), await OfAsync(scene, "/composer/packages.json"));
        Assert.Equal(200, (await scene.GetAsync("/go/sumdb/sum.golang.org/supported")).Status);
        Assert.Empty(_upstream.Heads);
    }

    [NginxTheory]
    [InlineData("http://deb.debian.org/debian/dists/x/Release", "/i/dists/x/Release")]
    [InlineData("http://deb.debian.org/debian-security/dists/x/Release", "/f/dists/x/Release")]
    [InlineData("http://security.debian.org/debian-security/dists/x/Release", "/f/dists/x/Release")]
    [InlineData("http://DEB.debian.org:80/debian/dists/x/Release", "/i/dists/x/Release")]
    public async Task Apt_needs_no_other_source_than_the_usual_one(string address, string target)
    {
        await using var scene = new CacheScene([Registry("debian")]);
        _upstream.Put(target, "it");

        Assert.Equal("it", (await scene.SayAsync($"GET {address} HTTP/1.1\r\nHost: deb.debian.org\r\n\r\n")).Text);
        Assert.Equal(403, (await scene.SayAsync("GET http://deb.debian.org/other HTTP/1.1\r\n\r\n")).Status);
        Assert.Equal(403, (await scene.SayAsync("GET http://deb.debian.org:8080/debian/dists/x/Release HTTP/1.1\r\n\r\n")).Status);
        Assert.Equal(400, (await scene.SayAsync("GET http://deb.debian.org/debian/../../secret HTTP/1.1\r\n\r\n")).Status);
    }

    [Fact]
    public void The_public_registries_are_those_that_are_spoken_to()
    {
        Assert.Equal(RegistryPlan.Names, RegistryFormats.All.Keys);
        Assert.All(RegistryPlan.Public, plan => Assert.True(RegistryPlan.IsAddress(plan.Index) && (plan.Files is null || RegistryPlan.IsAddress(plan.Files)), plan.Name));
        var areas = RegistryPlan.Public.Select(plan => $"{plan.Name}: {RegistryFormats.All[plan.Name].Index(plan).Base} {RegistryFormats.All[plan.Name].Files(plan)?.Base}").ToArray();
        Assert.Contains("nuget: https://api.nuget.org/ ", areas);
        Assert.Contains("pypi: https://pypi.org/simple/ https://files.pythonhosted.org/", areas);
    }

    [NginxFact]
    public void Nginx_takes_the_configuration_of_all_public_registries()
    {
        var folder = Directory.CreateTempSubdirectory("pci deps-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "temporary"));
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, new NginxConfiguration(folder, Path.Combine(folder, "socket"), 1L << 30).Write(RegistryPlan.Public));

        using var nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-t", "-e", "stderr", "-p", folder, "-c", file]) { RedirectStandardError = true })!;
        var said = nginx.StandardError.ReadToEnd();
        nginx.WaitForExit();

        Assert.True(nginx.ExitCode == 0 && !said.Contains("[warn]", StringComparison.Ordinal), said);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("nameserver 192.0.2.1\nsearch example.org\nnameserver 2001:db8::1", "192.0.2.1 [2001:db8::1]")]
    [InlineData("nameserver fe80::1%1\nnameserver fe80::2\nnameserver 192.0.2.1", "192.0.2.1")]
    [InlineData("nameserver fe80::1%1", null)]
    public void Name_servers_of_one_link_are_left_out(string lines, string? expected) => Assert.Equal(expected, NginxConfiguration.ResolversOf(lines.Split('\n')));

    [Theory]
    [InlineData("pypi", "PIP_DEFAULT_TIMEOUT=600", "UV_HTTP_TIMEOUT=600")]
    [InlineData("cargo", "CARGO_HTTP_TIMEOUT=600")]
    [InlineData("rubygems", "BUNDLE_TIMEOUT=600")]
    [InlineData("npm", "npm_config_fetch_timeout=600000")]
    public void Package_managers_wait_until_all_of_a_large_file_has_come(string kind, params string[] expected)
    {
        var variables = DependencySettings.VariablesOf([Registry(kind)]).Select(pair => $"{pair.Key}={pair.Value}").ToArray();
        Assert.All(expected, one => Assert.Contains(one, variables));
    }

    [Theory]
    [InlineData("https://nexus.example.org/repository/npm/", true)]
    [InlineData("http://10.0.0.1:8081", true)]
    [InlineData("https://user:word@nexus.example.org/", false)]
    [InlineData("https://nexus.example.org/?x", false)]
    [InlineData("https://nexus.example.org/a;b", false)]
    [InlineData("https://nexus.example.org/$x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("nexus.example.org", false)]
    [InlineData("https://nexus.example.org/\n}", false)]
    public void An_address_can_be_put_into_a_configuration(string address, bool isOne) => Assert.Equal(isOne, RegistryPlan.IsAddress(address));

    public void Dispose() => _upstream.Dispose();

    private RegistryPlan Registry(string kind) => new(kind, $"{_upstream.Address}i/{(kind == "nuget" ? "v3/index.json" : "")}", kind is "maven" or "npm" or "nuget" or "rubygems" ? null : $"{_upstream.Address}f/");

    private static async Task<(int Status, string Text)> OfAsync(CacheScene scene, string path) => await scene.GetAsync(path) is var answer ? (answer.Status, answer.Text) : default;
}
