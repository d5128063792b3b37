using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Server;

public sealed class EnvironmentTests
{
    private static readonly ReleaseRow Promoted = new(
        "staging", Stage.Promote, new ProjectName("shop/web"), new string('a', 40), new BuildId("q/7"), new BuildId("q/5"), "package", "dist", new string('d', 64), DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Environments_show_the_newest_and_one_its_history()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal("[]", await server.GetAsync("/api/environments"));
        Assert.Contains("The site has no environments", await server.GetAsync("/environments"), StringComparison.Ordinal);
        await server.Stores.Site.SaveAsync("c1", Site(), CancellationToken.None);
        ReleaseRow[] rows =
        [
            Promoted, Promoted with { Stage = Stage.Deploy, Build = new BuildId("q/8"), At = Promoted.At.AddMinutes(1) },
            Promoted with { Build = new BuildId("q/17"), Commit = new string('b', 40), At = Promoted.At.AddMinutes(2) }, Promoted with { Environment = "gone", Build = new BuildId("q/2") },
        ];
        foreach (var row in rows)
        {
            await server.Database.WriteAsync(
                session => session.Execute(
                    "insert into build (id, queue, pipeline, subject, patchset, project, buildset, job, attempt, ahead, asked_at, result) values (@id, 'q', 'post', 'shop/web@main', 0, 'shop/web', 's', 'check', 1, '[]', 0, 'Success')",
                    new { id = row.Build.Value }),
                CancellationToken.None);
            await server.Stores.Releases.RecordAsync(row.Build, [row], CancellationToken.None);
        }

        var all = JsonDocument.Parse(await server.GetAsync("/api/environments")).RootElement.EnumerateArray().ToArray();
        Assert.Equal(["staging", "production", "gone"], all.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(["promoted q/17", "deployed q/8"], StatesOf(all[0]).OrderDescending());
        Assert.Equal("fundraising until Monday", all[1].GetProperty("hold").GetString());
        var history = JsonDocument.Parse(await server.GetAsync("/api/environments/staging")).RootElement;
        Assert.Equal(["promoted q/17", "deployed q/8", "promoted q/7"], StatesOf(history));
        Assert.Equal(["promoted q/17"], StatesOf(JsonDocument.Parse(await server.GetAsync("/api/environments/staging?most=1")).RootElement));
        Assert.Equal((new string('d', 64), "q/5", "/builds/q%2F7"), (Last(history, "digest"), Last(history, "maker"), Last(history, "url")));
        var text = Regex.Replace(Regex.Replace(await server.GetAsync("/environments"), "<[^>]+>", " "), @"\s+", " ");
        Assert.Contains("shop/web dist promoted bbbbbbbbbb dddddddddddd", text, StringComparison.Ordinal);
        Assert.Contains("production held Nothing is deployed to it for now: fundraising until Monday", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_one_is_told_with_those_that_are_known_and_the_history_is_bounded()
    {
        await using var server = await TestServer.StartAsync();
        await server.Stores.Site.SaveAsync("c1", Site(), CancellationToken.None);

        using var unknown = await server.Http.GetAsync(new Uri("/api/environments/stagin", UriKind.Relative));
        using var tooMuch = await server.Http.GetAsync(new Uri("/api/environments/staging?most=1001", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("There is no environment stagin. The environments are staging, production.", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, tooMuch.StatusCode);
    }

    private static SitePlan Site() => new()
    {
        Projects = [],
        Pipelines = [],
        Environments =
        [
            new ReleaseEnvironmentPlan { Name = "staging", Projects = ["shop/*"] },
            new ReleaseEnvironmentPlan { Name = "production", Projects = ["shop/*"], After = ["staging"], Hold = "fundraising until Monday" },
        ],
    };

    private static IEnumerable<string> StatesOf(JsonElement environment) =>
        environment.GetProperty("releases").EnumerateArray().Select(release => $"{release.GetProperty("state")} {release.GetProperty("build")}");

    private static string? Last(JsonElement history, string name) => history.GetProperty("releases").EnumerateArray().Last().GetProperty(name).GetString();
}
