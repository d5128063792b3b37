using System.Net.Http.Json;
using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

public sealed class JobTests
{
    [Fact]
    public async Task Jobs_are_listed_with_runs_failures_and_times()
    {
        await using var server = await TestServer.StartAsync();
        await Scene.PlayAsync(server.Gate);
        var jobs = (await server.Http.GetFromJsonAsync<JsonElement>("/api/jobs")).EnumerateArray().ToArray();

        Assert.Equal(
            ["service-c/image", "service-c/style", "service-c/unit", "site-a/lint", "site-a/site-a-acceptance", "site-a/unit"],
            jobs.Select(job => $"{job.GetProperty("queue")}/{job.GetProperty("job")}").Order(StringComparer.Ordinal));
        var unit = Find(jobs, "site-a", "unit");
        Assert.Equal(4, unit.GetProperty("runs").GetInt64());
        Assert.InRange(unit.GetProperty("failureRate").GetDouble(), 0.2, 0.3);
        Assert.Equal(7.25, unit.GetProperty("meanSeconds").GetDouble(), 3);
        Assert.Equal(0, Find(jobs, "service-c", "style").GetProperty("runs").GetInt64());
        Assert.False(Find(jobs, "service-c", "style").GetProperty("isVoting").GetBoolean());
    }

    [Fact]
    public async Task A_pass_after_a_failure_on_the_same_state_counts_as_a_flake_and_marks_the_build()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "gate", [new FrozenJob(new JobPlan { Name = "unit", FlakeRetries = 1, Quarantine = "Bug 7" })]);
        await server.Gate.EndAsync(change, "unit", BuildResult.Failure, "It broke.");
        await server.Gate.EndAsync(change, "unit");

        var job = Assert.Single((await server.Http.GetFromJsonAsync<JsonElement>("/api/jobs")).EnumerateArray());
        Assert.InRange(job.GetProperty("flakeRate").GetDouble(), 0.4, 0.6);
        Assert.Equal("Bug 7", job.GetProperty("quarantine").GetString());
        var builds = (await server.Http.GetFromJsonAsync<JsonElement>($"/api/changes/{change.Id}/explanation")).GetProperty("builds").EnumerateArray();
        Assert.Equal([false, true], builds.Select(build => build.GetProperty("build").GetProperty("isFlaky").GetBoolean()));
    }

    [Fact]
    public async Task The_page_of_jobs_lists_them()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Contains("No job has run yet.", await server.GetAsync("/jobs"), StringComparison.Ordinal);
        await Scene.PlayAsync(server.Gate);
        var page = await server.GetAsync("/jobs");

        Assert.Contains("site-a-acceptance", page, StringComparison.Ordinal);
        Assert.Contains("style</a> (non-voting)", page, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"page\">Jobs</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_and_flaky_tests_are_shown_with_their_build_and_listed_by_rate()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "gate", [new FrozenJob(new JobPlan { Name = "unit", FlakeRetries = 1 })]);
        var first = server.Gate.Build(change, "unit");
        await server.Gate.ReportTestsAsync(first, new TestReport([new TestResult("Map.loads", TestOutcome.Failed, TimeSpan.FromSeconds(1), "<b>late</b>")], "r.xml is odd."));
        await server.Gate.EndAsync(change, "unit", BuildResult.Failure, "It broke.");
        var second = server.Gate.Build(change, "unit");
        await server.Gate.ReportTestsAsync(second, new TestReport([new TestResult("Map.loads", TestOutcome.Passed, TimeSpan.FromSeconds(1), "")], ""));

        var tests = (await server.Http.GetFromJsonAsync<JsonElement>($"/api/builds/{first}")).GetProperty("tests");
        Assert.Equal("Map.loads", tests.GetProperty("failedTests")[0].GetProperty("name").GetString());
        Assert.Equal($"/builds/{second}", tests.GetProperty("failedTests")[0].GetProperty("passedInUrl").GetString());
        var rate = Assert.Single((await server.Http.GetFromJsonAsync<JsonElement>("/api/tests")).EnumerateArray());
        Assert.Equal((0.5, 0.5), (rate.GetProperty("failureRate").GetDouble(), rate.GetProperty("flakeRate").GetDouble()));

        var page = await server.GetAsync($"/builds/{first}");
        Assert.Contains("&lt;b&gt;late&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("r.xml is odd.", page, StringComparison.Ordinal);
        Assert.Contains("Map.loads passed here and failed before", await server.GetAsync($"/builds/{second}"), StringComparison.Ordinal);
        Assert.Contains("Map.loads", await server.GetAsync("/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_is_shown_of_the_whole_and_by_file()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "unit");
        var build = server.Gate.Build(change, "unit");
        await server.Gate.ReportTestsAsync(build, new TestReport([], "") { Coverage = new CoverageReport(3, 8, 6, 2, 1, [new CoveredFile("<b>a.c", 6, 4, 2, 1)]) });

        var view = await server.Http.GetFromJsonAsync<JsonElement>($"/api/builds/{build}");
        var coverage = view.GetProperty("coverage");
        Assert.Equal((3, 8, 6, 75.0, 50.0), (coverage.GetProperty("fileCount").GetInt32(), coverage.GetProperty("lines").GetInt32(), coverage.GetProperty("coveredLines").GetInt32(), coverage.GetProperty("percent").GetDouble(), coverage.GetProperty("branchPercent").GetDouble()));
        Assert.Equal("<b>a.c", coverage.GetProperty("files")[0].GetProperty("path").GetString());
        Assert.False(view.TryGetProperty("tests", out _));

        var page = await server.GetAsync($"/builds/{build}");
        Assert.Contains("75 % of the lines, 6 of 8, and 50 % of the branches", page, StringComparison.Ordinal);
        Assert.Contains("<code>&lt;b&gt;a.c</code>", page, StringComparison.Ordinal);
        Assert.Contains("3 files, of which the 1 with the most lines that were not run", page, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-label=\"Tests\"", page, StringComparison.Ordinal);
    }

    private static JsonElement Find(JsonElement[] jobs, string queue, string job) =>
        jobs.Single(one => one.GetProperty("queue").GetString() == queue && one.GetProperty("job").GetString() == job);
}
