using System.Net.Sockets;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What builds get of the network, by what their jobs ask for and by the trust in their code.</summary>
public sealed class NetworkTests
{
    private static readonly JobPlan Asking = PlainScripts.Job("unit") with { Network = ["repo.example.org"] };

    [Fact]
    public async Task A_host_for_reviewed_code_is_refused_to_a_check_and_given_to_the_gate()
    {
        using var town = await Town.FoundAsync(SiteWith(new EgressPlan { Reviewed = ["repo.example.org"] }));
        await town.WriteScriptAsync(Town.Alpha, Asking);
        string? socket = null;
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = async (build, _) =>
        {
            socket = build.ProxySocket;
            Assert.StartsWith("HTTP/1.1 403 ", await AskAsync(socket!, "CONNECT other.example.org:443 HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await server.WaitForStateAsync(_ => server.Stores.Read.ReadBuilds(change).Any(build => build.Result is not null));
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);

        var builds = server.Stores.Read.ReadBuilds(change).ToDictionary(build => build.Pipeline);
        Assert.Equal((BuildResult.Failure, BuildResult.Success), (builds["check"].Result, builds["gate"].Result));
        Assert.Equal(
            "Job unit asks for the host repo.example.org, which the site allows for no build of unreviewed code, as in check. "
                + "Let the job run in a gate only, by In(\"…\", …), or have the site allow it for all builds: Egress(unreviewed: [\"repo.example.org\"]) in site.csx.",
            builds["check"].Message);
        Assert.Contains(
            "== network: other.example.org:443 refused: its job does not ask for this host and port by .Network(…).",
            new BuildLogs(Path.Combine(town.Folder, "logs")).Read(builds["gate"].Id)!.Split('\n'));
        Assert.False(File.Exists(socket), "The socket of the proxy is left.");
    }

    [Fact]
    public async Task A_host_for_all_is_given_to_a_check_and_what_nobody_may_have_is_refused_with_what_to_do()
    {
        using var town = await Town.FoundAsync(SiteWith(new EgressPlan { Unreviewed = ["*.example.org"] }));
        await town.WriteScriptAsync(Town.Alpha, Asking, Asking with { Name = "odd", Network = ["repo.example.org:22"] }, PlainScripts.Job("plain"));
        var sockets = new Dictionary<string, string?>();
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (build, _) =>
        {
            lock (sockets)
            {
                sockets[build.Job.Name] = build.ProxySocket;
            }

            return Task.CompletedTask;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");

        await server.WaitForStateAsync(_ => server.Stores.Read.ReadBuilds(change).Count(build => build.Result is not null) == 3);

        Assert.Equal(["plain", "unit"], sockets.Keys.Order());
        Assert.NotNull(sockets["unit"]);
        Assert.Null(sockets["plain"]);
        Assert.Equal(
            "Job odd asks for the host repo.example.org:22, which the site allows for no build of unreviewed code, as in check. "
                + "Take it away from .Network(…), or have the site allow it: Egress(unreviewed: [\"repo.example.org:22\"]) in site.csx.",
            server.Stores.Read.ReadBuilds(change).Single(build => build.Job == "odd").Message);
    }

    [NginxFact]
    public async Task Registries_of_the_site_are_given_to_all_builds_that_ask_and_others_are_refused_with_what_to_do()
    {
        using var town = await Town.FoundAsync(SiteWith(new EgressPlan()) with { Registries = [new("cargo", "http://127.0.0.1:9/"), new("npm", "http://127.0.0.1:9/")] });
        await town.WriteScriptAsync(
            Town.Alpha,
            PlainScripts.Job("unit") with { Dependencies = ["cargo", "npm"], Environment = PlainScripts.Job("unit").Environment.SetItem("npm_config_fund", "true") },
            PlainScripts.Job("odd") with { Dependencies = ["npm", "pypi"] });
        BuildRequest? request = null;
        var (own, down, other) = ("", "", "");
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = async (build, _) =>
        {
            request = build;
            own = await AskAsync(build.ProxySocket!, "GET /cargo/config.json HTTP/1.1\r\n\r\n");
            down = await AskAsync(build.ProxySocket!, "GET /npm/left-pad HTTP/1.1\r\n\r\n");
            other = await AskAsync(build.ProxySocket!, "GET http://example.org/ HTTP/1.1\r\n\r\n");
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");

        await server.WaitForStateAsync(_ => server.Stores.Read.ReadBuilds(change).Count(build => build.Result is not null) == 2);

        var builds = server.Stores.Read.ReadBuilds(change).ToDictionary(build => build.Job);
        Assert.Equal(
            "Job odd asks for the registry pypi, which the site does not have; it has cargo, npm. Take it away from .Dependencies(…), or name it in Registries(…) of site.csx.", builds["odd"].Message);
        Assert.Equal(["HTTP/1.1 200 ", "HTTP/1.1 502 ", "HTTP/1.1 403 "], [own[..13], down[..13], other[..13]]);
        Assert.Equal(("http://127.0.0.1:3128/npm/", "true"), (request!.Environment["npm_config_registry"], request.Environment["npm_config_fund"]));
        Assert.Equal("~/.", Assert.Single(request.Caches).Path);
        Assert.Equal(
            [
                "== dependencies: /npm/left-pad: npm at http://127.0.0.1:9/ does not answer (502), and it is not in the cache.",
                "== network: example.org:80 refused: its job does not ask for this host and port by .Network(…).",
                "== dependencies: 0 from the cache, 0 fetched, 1 not to be had",
            ],
            new BuildLogs(Path.Combine(town.Folder, "logs")).Read(builds["unit"].Id)!.Split('\n').Where(line => line.StartsWith("== dependencies", StringComparison.Ordinal) || line.StartsWith("== network", StringComparison.Ordinal)));
    }

    private static SitePlan SiteWith(EgressPlan egress) => PlainScripts.SiteOf("alpha") with { Groups = [], Egress = egress };

    private static async Task<string> AskAsync(string path, string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), Town.Soon);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Town.Soon);
        var buffer = new byte[1000];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Town.Soon));
    }
}
