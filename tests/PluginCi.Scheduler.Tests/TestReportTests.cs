using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What builds write about their tests, read from files that nobody may trust.</summary>
public sealed class TestReportTests
{
    private static readonly JobPlan Unit = PlainScripts.Job("unit") with { TestReports = ["*.xml"], FlakeRetries = 1 };

    [Fact]
    public void The_forms_of_several_tools_are_read()
    {
        var report = Read("""
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites><testsuite name="pytest"><properties><property name="x" value="y"/></properties>
              <testcase classname="test_map.TestTile" name="test_loads" time="0.25"/>
              <testcase classname="test_map.TestTile" name="test_draws[a/b]" time="1,5"><failure message="assert 1 == 2">line 1
            line 2</failure><system-out>noise</system-out></testcase>
              <testcase name="alone"><skipped message="not here"/></testcase>
              <testsuite><testcase classname="Deep" name="breaks"><error type="E"><![CDATA[<boom>]]></error></testcase></testsuite>
            </testsuite></testsuites>
            """);

        Assert.Equal("", report.Problem);
        Assert.Equal(
            ["Deep.breaks Failed <boom>", "alone Skipped ", "test_map.TestTile.test_draws[a/b] Failed assert 1 == 2\nline 1\nline 2", "test_map.TestTile.test_loads Passed "],
            report.Results.Select(result => $"{result.Name} {result.Outcome} {result.Message.ReplaceLineEndings("\n")}").Order(StringComparer.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(0.25), report.Results.Single(result => result.Name.EndsWith("loads", StringComparison.Ordinal)).Duration);
    }

    [Fact]
    public void A_test_that_ran_several_times_has_failed_if_it_failed_once()
    {
        var report = Read("<s><testcase name='a'/><testcase name='a'><failure/></testcase><testcase name='a'/></s>", "<s><testcase name='b'><skipped/></testcase><testcase name='b'/></s>");
        Assert.Equal([("a", TestOutcome.Failed), ("b", TestOutcome.Passed)], report.Results.Select(result => (result.Name, result.Outcome)));
    }

    [Theory]
    [InlineData("<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'>]><s><testcase name='&a;'/></s>")]
    [InlineData("<!DOCTYPE s SYSTEM 'file:///etc/passwd'><s><testcase name='x'/></s>")]
    [InlineData("<s><testcase name='whole'/><testcase name='half'")]
    [InlineData("\0\u0001 no xml")]
    [InlineData("")]
    public void What_is_no_report_or_does_harm_is_told_and_changes_nothing_else(string hostile)
    {
        var report = Read(hostile, "<s><testcase name='good'/></s>");
        Assert.StartsWith("0.xml is not read to its end: ", report.Problem, StringComparison.Ordinal);
        Assert.Contains(report.Results, result => result.Name == "good");
        Assert.DoesNotContain(report.Results, result => result.Name == "half");
    }

    [Fact]
    public void Depth_names_and_messages_are_bounded_and_control_characters_are_gone()
    {
        Assert.Contains("nested", Read(string.Concat(Enumerable.Repeat("<a>", 200_000))).Problem, StringComparison.Ordinal);
        var long1 = new string('x', 100_000);
        var test = Assert.Single(Read($"<s><testcase name='{long1}'><failure message='&#x9f;{long1}'>{long1}</failure></testcase></s>").Results);
        Assert.Equal(300, test.Name.Length);
        Assert.InRange(test.Message.Length, 1, 4001);
        Assert.DoesNotContain('\u009f', test.Message);
        Assert.Equal(TimeSpan.FromDays(1), Assert.Single(Read("<s><testcase name='slow' time='1e300'/></s>").Results).Duration);
    }

    [Fact]
    public async Task Failed_tests_are_named_to_people_and_one_that_passes_on_the_same_state_is_a_flake()
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, Unit);
        var change = await town.PushAsync(Town.Alpha, "Flaky", "good", "1");
        town.Approve(change);
        await using var server = await town.StartAsync(prepare: server =>
        {
            server.Executor.Reports = request => request.Job.Name == "unit" && request.Environment["PLUGINCI_PIPELINE"] == "gate" ? [File("r.xml", Suite(server))] : [];
            server.Executor.Fails = request => request.Job.Name == "unit" && request.Environment["PLUGINCI_PIPELINE"] == "gate" && !HasFailed(server);
        });

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);

        var builds = server.Stores.Read.ReadBuilds(change).Where(build => build is { Pipeline: "gate", Job: "unit" }).ToArray();
        Assert.Equal("A test failed. Failed tests: MapTest.loads.", builds[0].Message);
        Assert.Equal("All tests passed. Flaky tests, which failed before on the same state: MapTest.loads.", builds[1].Message);
        var failed = Assert.Single(server.Stores.Tests.Find(builds[0].Id)!.FailedTests);
        Assert.Equal(("MapTest.loads", "too late", builds[1].Id.Value), (failed.Name, failed.Message, failed.PassedIn));
        Assert.Equal(["MapTest.loads"], server.Stores.Tests.Find(builds[1].Id)!.FlakyTests);
        var rate = Assert.Single(server.Stores.Tests.ReadTroubled(9));
        Assert.Equal(("unit", "MapTest.loads", 2L, 1L, 1L), (rate.Job, rate.Name, rate.Runs, rate.Failed, rate.Flakes));

        static bool HasFailed(TownServer server) => server.Stores.Tests.ReadTroubled(1).Count > 0;
        static string Suite(TownServer server) => HasFailed(server)
            ? "<s><testcase classname='MapTest' name='loads'/><testcase classname='MapTest' name='draws'/></s>"
            : "<s><testcase classname='MapTest' name='loads'><failure message='too late'/></testcase><testcase classname='MapTest' name='draws'/></s>";
    }

    [Fact]
    public async Task A_build_that_wrote_no_report_says_so_in_its_log_and_passes()
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, Unit);
        var change = await town.PushAsync(Town.Alpha, "Silent", "good", "1");
        town.Approve(change);
        await using var server = await town.StartAsync();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        var build = server.Stores.Read.ReadBuilds(change).First(build => build is { Pipeline: "gate", Job: "unit" });
        Assert.Equal("No test report fits *.xml.", server.Stores.Tests.Find(build.Id)!.Problem);
    }

    [Fact]
    public async Task A_build_that_covers_too_little_fails_and_its_coverage_is_kept()
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, Unit with { TestReports = ["c.info"], ReportFormats = Unit.ReportFormats.Add("c.info", ReportFormat.Lcov), LeastCoverage = 80, FlakeRetries = 0 });
        var change = await town.PushAsync(Town.Alpha, "Untested", "good", "1");
        town.Approve(change);
        await using var server = await town.StartAsync(prepare: server => server.Executor.Reports = request => request.Job.Name == "unit" ? [File("c.info", "SF:a.c\nDA:1,1\nDA:2,0\nend_of_record\n")] : []);

        Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        var build = server.Stores.Read.ReadBuilds(change).First(build => build is { Pipeline: "gate", Job: "unit" });
        Assert.Equal((BuildResult.Failure, "All tests passed. 50 % of the lines are covered, 1 of 2, and at least 80 % must be."), (build.Result, build.Message));
        Assert.Equal(50, server.Stores.Tests.FindCoverage(build.Id)!.Percent);
    }

    private static TestReport Read(params string[] texts) => ReportReader.Read(Unit, [.. texts.Select((text, number) => File($"{number}.xml", text))]);

    private static ReportFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
