using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>A build, whosever it is, can decide nothing of what another one gets, and reach nothing but its registries.</summary>
public sealed class PoisonTests : IDisposable
{
    private const string Tarball = "/npm/left-pad/-/left-pad-1.0.0.tgz";
    private const string Upper = "/left-pad/-/left-pad-1.0.0.tgz";

    private readonly Upstream _upstream = new();
    private readonly Upstream _other = new();

    private RegistryPlan Npm => new("npm", _upstream.Address);

    [NginxTheory]
    [InlineData("Range: bytes=0-2")]
    [InlineData("Accept-Encoding: gzip\r\nAccept: text/poison\r\nAccept-Language: xx")]
    [InlineData("Authorization: Bearer stolen\r\nCookie: session=1")]
    [InlineData("Host: evil.example.org\r\nX-Forwarded-Host: evil.example.org\r\nForwarded: host=evil.example.org\r\nX-Original-URL: /evil\r\nX-Rewrite-URL: /evil")]
    [InlineData("X-HTTP-Method-Override: DELETE\r\nX-HTTP-Method: PUT")]
    [InlineData("If-None-Match: *\r\nIf-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT\r\nCache-Control: no-cache, no-store\r\nPragma: no-cache")]
    [InlineData("User-Agent: poison\r\nReferer: http://evil/\r\nVia: evil\r\nMax-Forwards: 0\r\nExpect: 100-continue")]
    public async Task No_header_of_a_build_reaches_upstream_or_changes_what_it_and_others_get(string headers)
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put(Upper, "the file", "Vary: Accept, Cookie, User-Agent, Range", "Cache-Control: private, no-store");

        var first = await scene.SayAsync($"GET {Tarball} HTTP/1.1\r\n{headers}\r\n\r\n");
        var second = await scene.GetAsync(Tarball);

        Assert.Equal((200, "the file", 200, "the file"), (first.Status, first.Text, second.Status, second.Text));
        Assert.Equal(
            [
                $"GET {Upper} HTTP/1.1\r\nHost: {_upstream.Authority}\r\nAccept: application/vnd.npm.install-v1+json, application/json;q=0.8, */*;q=0.1\r\nUser-Agent: PluginCI\r\n\r\n",
            ],
            _upstream.Heads);
    }

    [NginxTheory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PURGE")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_reach_nobody(string method)
    {
        await using var scene = new CacheScene([Npm]);

        Assert.Equal(405, (await scene.SayAsync($"{method} {Tarball} HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")).Status);
        Assert.Equal(405, (await scene.SayAsync($"GET {Tarball} HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")).Status);
        Assert.Empty(_upstream.Heads);
    }

    [NginxFact]
    public async Task A_head_is_answered_without_a_body_and_what_stands_behind_a_request_reaches_nobody()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put(Upper, "the file");

        var head = await scene.SayAsync($"HEAD {Tarball} HTTP/1.1\r\n\r\nGET /npm/evil/-/evil-1.tgz HTTP/1.1\r\n\r\n");

        Assert.Equal((200, ""), (head.Status, head.Text));
        Assert.Contains("Content-Length: 8", head.Head, StringComparison.Ordinal);
        Assert.Equal([Upper], _upstream.Paths);
    }

    [NginxTheory]
    [InlineData("/npm/left-pad/-/left-pad-1.0.0.tgz?x=1", 400)]
    [InlineData("/npm/left-pad/-/../../secret/-/secret-1.tgz", 400)]
    [InlineData("/npm/left-pad/-/%2e%2e/%2E%2e/secret/-/secret-1.tgz", 400)]
    [InlineData("/npm/left-pad/-/%252e%252e/x.tgz", 400)]
    [InlineData("/npm//left-pad/-/left-pad-1.0.0.tgz", 400)]
    [InlineData("/npm/left-pad/-/left-pad%00-1.0.0.tgz", 400)]
    [InlineData("/npm/left-pad/-/left%0d%0aX-Evil:1-1.0.0.tgz", 400)]
    [InlineData("/npm/left-pad/-/a\\b.tgz", 400)]
    [InlineData("/npm/left-pad/-/a%3fb.tgz", 400)]
    [InlineData("/npm/-/npm/v1/security/audits", 404)]
    [InlineData("/npm/-/user/token", 404)]
    [InlineData("/npm/", 404)]
    [InlineData("/", 403)]
    [InlineData("/pypi/simple/requests/", 403)]
    [InlineData("/NPM/left-pad", 403)]
    [InlineData("/server.yaml", 403)]
    public async Task What_is_no_path_of_a_registry_that_the_job_asks_for_reaches_nobody(string path, int status)
    {
        await using var scene = new CacheScene([Npm, new RegistryPlan("pypi", $"{_other.Address}simple/")]);
        var build = scene.Cache.For([Npm], scene.Site, scene.Told.Enqueue);

        Assert.Equal(status, (await scene.SayAsync($"GET {path} HTTP/1.1\r\nHost: {_other.Authority}\r\n\r\n", scene.Open(build))).Status);
        Assert.Empty(_upstream.Heads);
        Assert.Empty(_other.Heads);
    }

    [NginxTheory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_takes_builds_nowhere_and_is_told(string status)
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.PutStatus(Upper, status, $"Location: {_other.Address}file", $"X-Accel-Redirect: /file", $"Refresh: 0; url={_other.Address}");

        var answer = await scene.GetAsync(Tarball);

        Assert.Equal(502, answer.Status);
        Assert.Contains($"npm at {_upstream.Address} sends elsewhere, to {_other.Authority}, where builds are not taken", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Location", answer.Head, StringComparison.Ordinal);
        Assert.Empty(_other.Heads);
    }

    [NginxFact]
    public async Task Hosts_that_the_job_does_not_ask_for_stay_out_of_reach_beside_the_registries()
    {
        await using var scene = new CacheScene([Npm]);

        Assert.Equal(403, (await scene.SayAsync($"GET {_other.Address}x HTTP/1.1\r\n\r\n")).Status);
        Assert.Equal(403, (await scene.SayAsync($"GET {_upstream.Address}x HTTP/1.1\r\n\r\n")).Status);
        Assert.Equal(403, (await scene.SayAsync($"CONNECT {_upstream.Authority} HTTP/1.1\r\n\r\n")).Status);
        Assert.Equal(403, (await scene.SayAsync("GET http://127.0.0.1:3128/npm/left-pad HTTP/1.1\r\n\r\n")).Status);
        Assert.Empty(_other.Heads);
        Assert.Empty(_upstream.Heads);
    }

    [NginxFact]
    public async Task A_proxy_without_registries_answers_nothing_itself()
    {
        await using var scene = new CacheScene([Npm]);
        await using var proxy = Egress.EgressProxy.Start(
            Path.Combine(scene.Sockets, "plain"), new Egress.EgressRules([], []), scene.Records.Enqueue, null, TimeProvider.System);

        Assert.Equal(400, (await scene.SayAsync($"GET {Tarball} HTTP/1.1\r\n\r\n", proxy)).Status);
        Assert.Empty(_upstream.Heads);
    }

    [NginxFact]
    public async Task One_resource_has_one_place_however_it_is_written()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put("/@a/b/-/b-1%2B2.tgz", "the file");

        string[] ways = ["/npm/@a/b/-/b-1+2.tgz", "/npm/@a%2fb/-/b-1%2b2.tgz", "/npm/%40a%2Fb/%2d/%62-1%2B2.tgz"];
        foreach (var way in ways)
        {
            Assert.Equal("the file", (await scene.GetAsync(way)).Text);
        }

        Assert.Equal(["/@a/b/-/b-1%2B2.tgz"], _upstream.Paths);
    }

    [NginxFact]
    public async Task Two_registries_with_the_same_paths_are_kept_apart()
    {
        await using var scene = new CacheScene([new("maven", _upstream.Address), new("cargo", _other.Address, _other.Address)]);
        _upstream.Put("/a/b/download.jar", "of maven");
        _other.Put("/a/b/download", "of cargo");
        _upstream.Put("/a/b/download", "evil");

        Assert.Equal("of cargo", (await scene.GetAsync("/cargo/crates/a/b/download")).Text);
        Assert.Equal("of maven", (await scene.GetAsync("/maven/a/b/download.jar")).Text);
        Assert.Equal(404, (await scene.GetAsync("/cargo/crates/a/b/download.jar")).Status);
    }

    [NginxFact]
    public async Task A_build_that_asks_much_for_what_is_refused_fills_no_log()
    {
        await using var scene = new CacheScene([Npm]);
        scene.Open();
        for (var number = 0; number < 70; number++)
        {
            await scene.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/npm/../{number}"));
        }

        Assert.Equal(50, scene.Told.Count);
        Assert.EndsWith(", 70 not to be had", scene.Build.Summary, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _upstream.Dispose();
        _other.Dispose();
    }
}
