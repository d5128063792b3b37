using System.Text.Json;

namespace PluginCi.Systems;

/// <summary>What was merged goes to an environment, with the real server, git and sandbox.</summary>
public sealed class ReleaseTests
{
    private const string Head = "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\n";

    [Fact]
    public async Task A_merge_is_promoted_and_deployed_to_one_environment_and_not_to_the_one_that_is_held()
    {
        using var scratch = new ScratchFolder();
        await SmallSite.FoundAsync(
            scratch,
            "",
            Head + """
                var package = Job("package").Sh("mkdir dist && cp it dist/app").Publish("dist/**", name: "dist");
                var fetching = (string name) => Job(name).Fetch(package, "dist").Sh("cat dist/app");
                return Project(
                    Commit(package), Acceptance(fetching("test")),
                    Promote("staging", fetching("check")), Deploy("staging", fetching("roll-out")),
                    Promote("production", fetching("ready")), Deploy("production", fetching("live")));

                """,
            ("it", "version 1\n"));
        scratch.Write("config/site.csx", Head + """
            return Site(
                Repository("hello"),
                Pipeline("check").Independent().On(Patchset), Pipeline("gate").Dependent().On(Approved).RequireApproval().Submits(), Pipeline("post").Serial().On(RefUpdated),
                Environment("staging").For("hello"),
                Environment("production").For("hello").After("staging").Held("fundraising until Monday"));

            """);
        await SmallSite.PushAsync(scratch.PathTo("config"), "HEAD:main", "Environments");
        Assert.Contains("stage deploy to production, of what was merged", (await Product.RunAsync("plan", scratch.PathTo("hello"))).StandardOutput, StringComparison.Ordinal);
        Assert.Contains("production: of hello, after staging, held: fundraising until Monday", (await Product.RunAsync("plan", scratch.PathTo("config"))).StandardOutput, StringComparison.Ordinal);
        using var server = RunningProduct.Server(scratch.Path);
        var url = await server.ReadAddressAsync();
        scratch.Write("hello/it", "version 2\n");
        await SmallSite.PushAsync(scratch.PathTo("hello"), "HEAD:refs/for/main", "Version 2");
        await SmallSite.WaitForAsync(url, "open");
        Assert.Equal(0, (await Product.RunAsync("change", "approve", "1", "--server", url)).ExitCode);
        await SmallSite.WaitForAsync(url, "merged");

        var production = await WaitForAsync(url, "production", environment => environment.GetProperty("releases").GetArrayLength() > 0);

        Assert.Equal("promoted", Assert.Single(production.GetProperty("releases").EnumerateArray()).GetProperty("state").GetString());
        var staging = (await WaitForAsync(url, "staging", _ => true)).GetProperty("releases").EnumerateArray().ToArray();
        Assert.Equal(["deployed", "promoted"], staging.Select(release => release.GetProperty("state").GetString()));
        Assert.Single(staging.Concat(production.GetProperty("releases").EnumerateArray()).Select(release => release.GetProperty("digest").GetString()).Distinct());
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        Assert.Contains("version 2\n", await http.GetStringAsync(new Uri($"/api/builds/{Uri.EscapeDataString(staging[0].GetProperty("build").GetString()!)}/log", UriKind.Relative)), StringComparison.Ordinal);
        var table = await Product.RunAsync("environments", "--server", url);
        Assert.Contains("deployed", table.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("fundraising", table.StandardOutput, StringComparison.Ordinal);
        var unknown = await Product.RunAsync("environments", "stagin", "--server", url);
        Assert.Equal((1, "There is no environment stagin. The environments are staging, production.\n"), (unknown.ExitCode, unknown.StandardError));
    }

    private static async Task<JsonElement> WaitForAsync(string url, string environment, Func<JsonElement, bool> isWanted)
    {
        var limit = RunningProduct.Soon;
        while (true)
        {
            var shown = await Product.RunAsync("environments", environment, "--json", "--server", url);
            if (shown.ExitCode == 0 && JsonSerializer.Deserialize<JsonElement>(shown.StandardOutput) is var found && isWanted(found))
            {
                return found;
            }

            Assert.False(limit.IsCancellationRequested, $"It never is so: {shown.StandardOutput}{shown.StandardError}");
        }
    }
}
