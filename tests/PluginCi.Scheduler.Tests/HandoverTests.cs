using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What builds hand on, through the whole scheduler.</summary>
public sealed class HandoverTests
{
    private static readonly JobPlan Build = PlainScripts.Job("build") with { Artifacts = [new ArtifactPlan("dist", ["dist/**"])] };
    private static readonly JobPlan Use = PlainScripts.Job("use") with { Needs = ["build"], Fetches = [new FetchPlan("build", "dist")] };

    [Fact]
    public async Task A_build_finds_the_artifacts_and_data_of_the_jobs_that_it_needs()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, Build, Use, PlainScripts.Job("last") with { Needs = ["use"] });
        var seen = new List<string>();
        await using var server = await town.StartAsync(prepare: server =>
        {
            server.Executor.Before = request =>
            {
                seen.Add(request.Environment["PLUGINCI_PIPELINE"] == "gate" ? $"{request.Job.Name}: {Read(request, "dist/app")} {ReadData(request)}" : "");
                return Task.CompletedTask;
            };
            server.Executor.Makes = request => Make(request, "1.2");
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await EndAsync(town, change);

        Assert.Equal(
            ["""build: - {}""", """use: app 1.2 of build {"build":{"version":"1.2"}}""", """last: - {"use":{"version":"1.2"},"build":{"version":"1.2"}}"""],
            seen.Where(line => line.Length > 0));
        var build = server.Stores.Read.ReadBuilds(change).First(build => build.Job == "build");
        var artifact = Assert.Single(server.Stores.Artifacts.Find(build.Id).Artifacts);
        Assert.Equal(("dist", "dist/app", 16L), (artifact.Name, artifact.Files[0].Path, artifact.Size));
    }

    [Fact]
    public async Task A_build_that_failed_leaves_its_reports_to_people_and_nothing_else()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, Build with { Artifacts = [.. Build.Artifacts, new ArtifactPlan("why", ["html/**"]) { IsReport = true }, new ArtifactPlan("none", ["none/**"]) { IsReport = true }] });
        await using var server = await town.StartAsync(prepare: server =>
        {
            server.Executor.Fails = _ => true;
            server.Executor.Makes = request =>
            {
                Make(request, "1.2");
                Write(request, $"{request.StartIn}/html/index.html", "why");
            };
        });
        var change = await town.PushAsync(Town.Alpha, "Bad", "good", "1");
        town.Approve(change);
        Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);

        var build = server.Stores.Read.ReadBuilds(change).First(build => build.Job == "build");
        var handover = server.Stores.Artifacts.Find(build.Id);
        Assert.Equal(("why", "html/index.html"), (Assert.Single(handover.Artifacts).Name, Assert.Single(handover.Artifacts[0].Files).Path));
        Assert.Null(handover.Data);
    }

    // JG-07: through a crash as well.
    [Fact]
    public async Task A_build_decides_by_what_it_returns_which_jobs_run()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(
            Town.Alpha,
            PlainScripts.Job("look"),
            PlainScripts.Job("docs") with { Needs = ["look"], OnlyIf = new JobCondition("look", "docs") },
            PlainScripts.Job("code") with { Needs = ["look"], OnlyIf = new JobCondition("look", "code") });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await using (var dying = await town.StartAsync(prepare: server =>
        {
            server.Executor.Makes = Look;
            server.Executor.During = (request, _) => request.Job.Name == "docs" ? new TaskCompletionSource().Task : Task.CompletedTask;
        }))
        {
            await dying.WaitForStateAsync(state => state.QueueOf("gate").Items is [{ Buildset.Builds: [{ Job: "look" }, { Job: "docs" }] }]);
        }

        await using var server = await town.StartAsync(prepare: server => server.Executor.Makes = Look);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Equal(["docs", "look"], server.Stores.Read.ReadBuilds(change).Where(build => build.Pipeline == "gate").Select(build => build.Job).Distinct().Order());

        static void Look(BuildRequest request)
        {
            if (request.Job.Name == "look")
            {
                Write(request, request.PathVariables["PLUGINCI_RETURN"], """{ "docs": true, "code": false, "many": [true] }""");
            }
        }
    }

    // JG-19, JG-23.
    [Fact]
    public async Task A_paused_build_hands_on_what_it_made_and_its_next_try_replaces_it()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, Build with { Pauses = true }, Use);
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        var used = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var dying = await town.StartAsync(prepare: server =>
        {
            server.Executor.Makes = request => Make(request, "first");
            server.Executor.Before = async request =>
            {
                if (request.Job.Name == "use" && request.Environment["PLUGINCI_PIPELINE"] == "gate")
                {
                    used.TrySetResult($"{Read(request, "dist/app")} {ReadData(request)}");
                    await Task.Delay(Timeout.Infinite, Town.Soon);
                }
            };
        }))
        {
            Assert.Equal("""app first of build {"build":{"version":"first"}}""", await used.Task.WaitAsync(Town.Soon));
        }

        var seen = new List<string>();
        await using var server = await town.StartAsync(prepare: server =>
        {
            server.Executor.Makes = request => Make(request, "second");
            server.Executor.Before = request =>
            {
                seen.Add(request.Job.Name == "use" && request.Environment["PLUGINCI_PIPELINE"] == "gate" ? $"{Read(request, "dist/app")} {ReadData(request)}" : "");
                return Task.CompletedTask;
            };
        });
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);

        // One that was under way when the server died may be begun again with what it had been handed; it does not count.
        Assert.Equal("""app second of build {"build":{"version":"second"}}""", seen.Last(line => line.Length > 0));
    }

    [Theory]
    [InlineData("no json", "is no JSON: ")]
    [InlineData("{\"a\":1,\"a\":2}", "is no JSON: ")]
    [InlineData("{\"a\":[\"\\ud800\"]}", "is no JSON: A text of it is not valid Unicode.")]
    [InlineData("[1]", "is no JSON object but Array")]
    [InlineData("large", "returns 65537 bytes of data in PLUGINCI_RETURN; it may return 65536")]
    [InlineData("nothing", "No file fits dist/** of the artifact 'dist'")]
    [InlineData("many", "hands on 10001 files; it may hand on 10000")]
    public async Task What_cannot_be_handed_on_fails_the_build_and_its_log_says_why(string what, string expected)
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, Build, Use);
        await using var server = await town.StartAsync(prepare: server => server.Executor.Makes = request => MakeWrong(request, what));
        var change = await town.PushAsync(Town.Alpha, "Wrong", "wrong", "1");
        town.Approve(change);

        Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        var build = server.Stores.Read.ReadBuilds(change).First(build => build is { Job: "build", Result: not null });
        Assert.Equal(BuildResult.Failure, build.Result);
        Assert.Contains(expected, build.Message, StringComparison.Ordinal);
        Assert.Contains(expected, new BuildLogs(Path.Combine(town.Folder, "logs")).Read(build.Id), StringComparison.Ordinal);
        Assert.True(server.Stores.Artifacts.Find(build.Id).IsEmpty);
        Assert.DoesNotContain(server.Stores.Read.ReadBuilds(change), other => other.Job == "use");
    }

    [Fact]
    public async Task A_paused_build_whose_data_is_wrong_fails_and_serves_nobody()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        await town.WriteScriptAsync(Town.Alpha, Build with { Pauses = true }, Use);
        await using var server = await town.StartAsync(prepare: server => server.Executor.Makes = request => MakeWrong(request, "[1]"));
        var change = await town.PushAsync(Town.Alpha, "Wrong", "wrong", "1");
        town.Approve(change);
        Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.DoesNotContain(server.Stores.Read.ReadBuilds(change), other => other.Job == "use");
    }

    [Fact]
    public async Task A_damaged_artifact_is_not_handed_to_anybody()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });

        // In one pipeline only: the same artifact, stored again by another, would be whole again.
        await town.WriteScriptAsync(
            Town.Alpha,
            Build with { Pipelines = ["gate"] },
            PlainScripts.Job("damage") with { Needs = ["build"], Pipelines = ["gate"] },
            Use with { Needs = ["build", "damage"], Attempts = 1, Pipelines = ["gate"] });
        var ran = new List<string>();
        await using var server = await town.StartAsync(prepare: server =>
        {
            server.Executor.Makes = request => Make(request, "1.2");
            server.Executor.Before = request =>
            {
                ran.Add(request.Job.Name);
                foreach (var file in request.Job.Name == "damage" ? Directory.EnumerateFiles(Path.Combine(town.Folder, "artifacts"), "*", SearchOption.AllDirectories) : [])
                {
                    File.WriteAllText(file, "something else");
                }

                return Task.CompletedTask;
            };
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.DoesNotContain("use", ran);
        Assert.Contains(server.Stores.Read.ReadBuilds(change), build => build is { Job: "use", Result: BuildResult.Lost } && build.Message.Contains("is damaged", StringComparison.Ordinal));
    }

    private static async Task EndAsync(Town town, ChangeId change)
    {
        town.Approve(change);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    private static void Make(BuildRequest request, string version)
    {
        Write(request, request.PathVariables["PLUGINCI_RETURN"], $$"""{"version":"{{version}}"}""");
        if (request.Job.Name == "build")
        {
            Write(request, $"{request.StartIn}/dist/app", $"app {version} of {request.Job.Name}");
        }
    }

    private static void MakeWrong(BuildRequest request, string what)
    {
        if (what != "nothing")
        {
            Make(request, "1.2");
        }

        for (var number = 0; what == "many" && number < 9999; number++)
        {
            Write(request, $"{request.StartIn}/dist/{number}", "");
        }

        if (what is not ("nothing" or "many"))
        {
            Write(request, request.PathVariables["PLUGINCI_RETURN"], what == "large" ? $"{{\"a\":\"{new string('x', 65529)}\"}}" : what);
        }
    }

    private static void Write(BuildRequest request, string path, string text)
    {
        var file = Path.Combine(request.Workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static string Read(BuildRequest request, string path)
    {
        var file = Path.Combine(request.Workspace, request.StartIn, path);
        return File.Exists(file) ? File.ReadAllText(file) : "-";
    }

    private static string ReadData(BuildRequest request) => File.ReadAllText(Path.Combine(request.Workspace, request.PathVariables["PLUGINCI_DATA"]));
}
