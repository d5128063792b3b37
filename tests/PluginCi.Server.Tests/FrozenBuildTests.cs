using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>Builds as they were frozen, for who runs one again.</summary>
public sealed class FrozenBuildTests
{
    [Fact]
    public async Task A_build_is_told_with_its_plan_its_sources_and_what_it_was_handed()
    {
        await using var server = await TestServer.StartAsync();
        var build = await FreezeAsync(server, new string('a', 40));
        await server.Gate.HandOnAsync(build, "app", "app", """{"version":"1.2"}""");

        var view = await server.Http.GetFromJsonAsync<JsonElement>($"/api/builds/{build}/frozen");

        Assert.Equal(("unit", "queued"), (view.GetProperty("build").GetProperty("job").GetString(), view.GetProperty("build").GetProperty("state").GetString()));
        var plan = ModelJson.Read<JobPlan>(view.GetProperty("plan").GetRawText());
        Assert.Equal(("unit", new ShellStep("make check"), TimeSpan.FromMinutes(5)), (plan.Name, plan.Steps.Single(), plan.TimeLimit));
        Assert.Equal("yes", view.GetProperty("environment").GetProperty("BELL").GetString());
        var source = Assert.Single(view.GetProperty("sources").EnumerateArray());
        Assert.Equal(("group/p", $"/api/builds/{build}/sources/group/p"), (source.GetProperty("project").GetString(), source.GetProperty("url").GetString()));
        var need = Assert.Single(view.GetProperty("needs").EnumerateArray());
        Assert.Equal(("build", "1.2", true), (need.GetProperty("job").GetString(), need.GetProperty("data").GetProperty("version").GetString(), need.GetProperty("stoodBy").GetBoolean()));
        Assert.Equal("dist", Assert.Single(need.GetProperty("artifacts").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_sources_of_a_build_are_the_very_commit_that_it_saw()
    {
        await using var server = await TestServer.StartAsync();
        var mirror = server.Mirrors.Of(new ProjectName("group/p"));
        var commit = await CommitAsync(mirror.Directory);
        var build = await FreezeAsync(server, commit);

        await using var pack = await server.Http.GetStreamAsync(new Uri($"/api/builds/{build}/sources/group/p", UriKind.Relative));
        var here = new GitMirrors(new GitOptions { Directory = Path.Combine(server.DataFolder, "elsewhere") }, NullLogger<GitMirrors>.Instance).Of(new ProjectName("group/p"));
        await here.ReceiveAsync(commit, pack, CancellationToken.None);

        Assert.Equal("text", here.ReadText(commit, "file"));
    }

    [Fact]
    public async Task What_a_build_does_not_see_or_is_gone_is_told()
    {
        await using var server = await TestServer.StartAsync();
        var build = await FreezeAsync(server, new string('a', 40));

        Assert.Contains("There is no build nope. The newest are", await ProblemAsync(server, "nope/frozen", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Equal($"Build {build} sees nothing of a project config. It sees group/p.", await ProblemAsync(server, $"{build}/sources/config", HttpStatusCode.NotFound));
        server.FrozenBuilds.Trouble = "The disk was swapped.";
        Assert.Equal($"The sources of build {build} are not here any more: The disk was swapped.", await ProblemAsync(server, $"{build}/sources/group/p", HttpStatusCode.Gone));
    }

    [Fact]
    public async Task The_page_of_a_build_says_how_to_run_it_at_home()
    {
        await using var server = await TestServer.StartAsync(url: "https://ci.example.org/");
        var build = await FreezeAsync(server, new string('a', 40));

        Assert.Contains($"<code>pluginci run --from https://ci.example.org/builds/{build}</code>", await server.GetAsync($"/builds/{build}"), StringComparison.Ordinal);
    }

    private static async Task<string> ProblemAsync(TestServer server, string path, HttpStatusCode status)
    {
        using var answer = await server.Http.GetAsync(new Uri($"/api/builds/{path}", UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
        return await ApiTests.DetailAsync(answer);
    }

    private static async Task<BuildId> FreezeAsync(TestServer server, string commit)
    {
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "unit");
        var build = server.Gate.Build(change, "unit");
        server.FrozenBuilds.All[build] = new FrozenBuild
        {
            Plan = new JobPlan { Name = "unit", Steps = [new ShellStep("make check")], TimeLimit = TimeSpan.FromMinutes(5), Fetches = [new FetchPlan("build", "dist")] },
            StartIn = "group/p",
            Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("BELL", "yes"),
            Sources = [new FrozenSource(new ProjectName("group/p"), commit)],
            Needs = [new FrozenNeed("build", build, StoodBy: true)],
            Registries = [],
            IsReviewed = false,
        };
        return build;
    }

    private static async Task<string> CommitAsync(string directory)
    {
        const string Commit =
            """
            cd "$0" && blob=$(printf text | git hash-object -w --stdin) && tree=$(printf '100644 blob %s\tfile\n' "$blob" | git mktree) &&
            git -c user.name=Ada -c user.email=ada@example.org commit-tree -m Start "$tree"
            """;
        using var made = Process.Start(new ProcessStartInfo("sh", ["-c", Commit, directory]) { RedirectStandardOutput = true })!;
        return (await made.StandardOutput.ReadToEndAsync()).Trim();
    }
}
