using System.Globalization;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Reports in other forms than that of JUnit, as real tools write them and as nobody should.</summary>
public sealed class ReportFormTests
{
    private static readonly JobPlan Unit = PlainScripts.Job("unit") with
    {
        TestReports = ["cobertura*", "*.xml", "*.tap", "*.trx", "*.info"],
        ReportFormats = PlainScripts.Job("unit").ReportFormats
            .Add("*.tap", ReportFormat.Tap).Add("*.trx", ReportFormat.Trx).Add("cobertura*", ReportFormat.Cobertura).Add("*.info", ReportFormat.Lcov),
    };

    [Fact]
    public void Tap_of_nodes_own_runner_is_read_with_its_subtests()
    {
        var report = ReadTests(Written("node.tap"));

        Assert.Equal("", report.Problem);
        Assert.Equal(
            [
                "node.tap > alone Passed",
                "node.tap > greeting > in French > says goodbye Passed",
                "node.tap > greeting > in French > says hello Skipped",
                "node.tap > greeting > issue #7 is mended Failed",
                "node.tap > greeting > says hello Passed",
                "node.tap > greeting > waits Skipped",
            ],
            Lines(report));
        var failed = report.Results.Single(result => result.Outcome == TestOutcome.Failed);
        Assert.StartsWith("location: '/greet/greet.test.js:5:8'\nfailureType: 'testCodeFailure'\nerror: \"'helo' == 'hello'\"", failed.Message, StringComparison.Ordinal);
        Assert.Contains("\n  TestContext.<anonymous>", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1.308096, failed.Duration.TotalMilliseconds, 0.001);
    }

    [Fact]
    public void Tap_that_prove_keeps_is_read()
    {
        var report = ReadTests(Written("prove.tap"));

        Assert.Equal("", report.Problem);
        Assert.Equal(
            [
                "prove.tap > in French > bonjour (2) Passed", "prove.tap > in French > bonjour Passed", "prove.tap > issue #7 Failed", "prove.tap > says hello Passed",
                "prove.tap > shouts Skipped", "prove.tap > test 5 Skipped", "prove.tap > test 6 Passed",
            ],
            Lines(report));
    }

    // As bats and vitest write them.
    [Theory]
    [InlineData("1..2\nok 1 says hello in 3ms\nnot ok 2 says goodbye\n# (in test file tests/greet.bats, line 5)\n#   `false' failed\n", "r.tap > says goodbye Failed, r.tap > says hello in 3ms Passed")]
    [InlineData("TAP version 13\n1..1\nok 1 - greet.test.js # time=12.50ms {\n    1..2\n    ok 1 - hello # time=2.50ms\n    not ok 2 - bye\n}\n", "r.tap > greet.test.js > bye Failed, r.tap > greet.test.js > hello Passed")]
    [InlineData("1..1\nok 1 - reads {\n", "r.tap > reads Passed")]
    [InlineData("1..0 # SKIP no database\n", "")]
    [InlineData("TAP version 14\nok 1 - a\n1..1\nTAP version 14\n1..1\nok 1 - b\n", "r.tap > a Passed, r.tap > b Passed")]
    [InlineData("1..2\n    1..1\n    ok 1 - deep\nnot ok 1 - outer\npragma +strict\nhello\n   ok 7 - of a program\nok\n", "r.tap > outer > deep Passed, r.tap > outer Failed, r.tap > test 2 Passed")]
    public void Other_forms_of_tap_are_read(string text, string tests)
    {
        var report = ReadTests(File("r.tap", text));
        Assert.Equal("", report.Problem);
        Assert.Equal(tests, string.Join(", ", Lines(report)));
    }

    [Theory]
    [InlineData("", "It is no TAP: it ends without a plan and without a test. Line 1.", 0)]
    [InlineData("\0\u0001 no\ntap", "It is no TAP: it ends without a plan and without a test. Line 2.", 0)]
    [InlineData("1..3\nok 1\nok 2\n", "3 tests are planned, 2 are there. Line 1.", 2)]
    [InlineData("ok 1\n", "It ends without its plan: what wrote it may have died, and tests be missing. Line 1.", 1)]
    [InlineData("1..1\n    ok 1 - deep\nok 1 - outer\n", "A subtest ends without its plan: what wrote it may have died, and tests be missing. Line 3.", 1)]
    [InlineData("1..2\nok 1\nBail out! The database is away.\nok 2\n", "It bails out: The database is away. Line 3.", 1)]
    [InlineData("1..1\n1..1\nok 1\n", "It has a second plan. Line 2.", 1)]
    [InlineData("1..99999999999999999999\nok 1\n", "2147483647 tests are planned, 1 are there. Line 1.", 1)]
    public void Tap_that_is_not_whole_is_told_with_its_place_and_the_tests_that_are_there_count(string text, string fault, int tests)
    {
        var report = ReadTests(File("r.tap", text));
        Assert.Equal($"r.tap is not read to its end: {fault}", report.Problem);
        Assert.Equal(tests, report.Results.Length);
    }

    [Fact]
    public void Trx_of_dotnet_test_is_read()
    {
        var report = ReadTests(Written("dotnet.trx"));

        Assert.Equal("", report.Problem);
        Assert.Equal(
            ["Example.GreetTest.Says_hello Passed", "Example.GreetTest.Says_helo(who: \"Ada <&> \\\"Bob\\\"\") Failed", "Example.GreetTest.Waits Skipped"], Lines(report));
        var failed = report.Results.Single(result => result.Outcome == TestOutcome.Failed);
        Assert.StartsWith("Assert.Equal() Failure: Strings differ\n", failed.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\nat Example.GreetTest.Says_helo(String who) in /greet/GreetTest.cs:line 6", failed.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(43.6703, failed.Duration.TotalMilliseconds, 0.001);
    }

    // As MSTest writes it: names without their classes, and one result inside another for each row of data.
    [Fact]
    public void Trx_with_classes_apart_and_rows_of_data_is_read()
    {
        var report = ReadTests(File("r.trx", """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testId="1" testName="Adds" outcome="Failed"><InnerResults>
                <UnitTestResult testId="1" testName="Adds (1,2)" outcome="Passed"/>
                <UnitTestResult testId="1" testName="Adds (2,2)" outcome="Failed"><Output><StdOut>noise</StdOut><ErrorInfo><Message>5</Message></ErrorInfo></Output></UnitTestResult>
              </InnerResults></UnitTestResult>
              <UnitTestResult testId="2" testName="Dies"/>
              <UnitTestResult testId="3" testName="Waits" outcome="Timeout"/>
            </Results><TestDefinitions>
              <UnitTest id="1"><TestMethod className="Example.Sums, Example, Version=1.0" name="Adds"/></UnitTest>
              <UnitTest id="2"><TestMethod className="Example.Sums" name="Dies"/></UnitTest>
            </TestDefinitions></TestRun>
            """));

        Assert.Equal(["Example.Sums.Adds (1,2) Passed", "Example.Sums.Adds (2,2) Failed", "Example.Sums.Dies Failed", "Waits Failed"], Lines(report));
        Assert.Equal("5", report.Results.Single(result => result.Name.Contains("(2,2)", StringComparison.Ordinal)).Message);
    }

    [Theory]
    [InlineData("r.trx", "<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'>]><TestRun/>")]
    [InlineData("r.trx", "<TestRun><UnitTestResult testName='whole' outcome='Passed'/><UnitTestResult testName='half'")]
    [InlineData("cobertura.xml", "<!DOCTYPE coverage [<!ENTITY a 'aaaaaaaaaa'>]><coverage><class filename='&a;'/></coverage>")]
    [InlineData("cobertura.xml", "<testsuite/>")]
    [InlineData("cobertura.xml", "<coverage><class filename='a'><line number='-1' hits='x'/></class></coverage>")]
    [InlineData("cobertura.xml", "")]
    [InlineData("r.info", "")]
    [InlineData("r.info", "TN:\nSF:a\nDA:1,1\n")]
    [InlineData("r.info", "DA:1,1\nend_of_record\n")]
    [InlineData("r.info", "SF:a\nDA:one,1\nend_of_record\n")]
    [InlineData("r.info", "SF:a\nDA:1,many\nend_of_record\n")]
    [InlineData("r.info", "<coverage/>")]
    public void What_is_not_what_it_says_or_does_harm_is_told_with_its_place_and_changes_nothing_else(string path, string hostile)
    {
        var report = Read(File(path, hostile), File("good.tap", "1..1\nok 1 - good\n"), Written("dotnet.trx"));
        Assert.StartsWith($"{path} is not read to its end: ", report.Problem, StringComparison.Ordinal);
        Assert.Matches("[Ll]ine [0-9]+|[Rr]oot element is missing|DTD is prohibited", report.Problem);
        Assert.Null(report.Coverage);
        Assert.Contains(report.Results, result => result.Name == "good.tap > good");
        Assert.DoesNotContain(report.Results, result => result.Name == "half");
    }

    [Fact]
    public void Depth_names_and_numbers_are_bounded()
    {
        var name = new string('x', 100_000);
        Assert.Contains("nested", ReadTests(File("r.tap", $"{new string(' ', 4000)}ok 1\n")).Problem, StringComparison.Ordinal);
        Assert.Contains("nested", ReadTests(File("r.trx", string.Concat(Enumerable.Repeat("<UnitTestResult>", 100_000)))).Problem, StringComparison.Ordinal);
        Assert.Equal(300, Assert.Single(ReadTests(File("r.tap", $"1..1\n    1..1\n    ok 1 - {name}\nok 1 - {name}\n")).Results).Name.Length);
        Assert.Contains("more than 50000 tests", ReadTests(File("r.tap", string.Concat(Enumerable.Repeat("ok\n", 60_000)))).Problem, StringComparison.Ordinal);
        Assert.Equal("", ReadTests(File("r.tap", $"1..0\n{string.Concat(Enumerable.Repeat("TAP version 13\n1..0\n", 100_000))}")).Problem);
        Assert.Contains("more than 1,000,000 lines", Read(File("r.info", $"SF:a\n{Lines(1_000_001)}end_of_record\n")).Problem, StringComparison.Ordinal);
        var branches = string.Concat(Enumerable.Repeat("BRDA:1,0,0,1\n", 5000));
        Assert.Equal(1000, Read(File("r.info", $"SF:a\nDA:1,1\n{branches}end_of_record\n")).Coverage!.Branches);
        Assert.Equal(200, Read(File("r.info", string.Concat(Enumerable.Range(0, 300).Select(file => $"SF:{file}\nDA:1,{file}\nend_of_record\n")))).Coverage!.Files.Length);

        static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(line => string.Create(CultureInfo.InvariantCulture, $"DA:{line},1\n")));
    }

    [Fact]
    public void Lines_and_branches_of_cobertura_are_counted_once()
    {
        var coverage = Read(Written("cobertura.xml")).Coverage!;
        Assert.Equal((2, 7, 5, 6, 3), (coverage.FileCount, coverage.Lines, coverage.CoveredLines, coverage.Branches, coverage.CoveredBranches));
        Assert.Equal<CoveredFile>([new CoveredFile("greet.py", 5, 4, 2, 1), new CoveredFile("other<b>.py", 2, 1, 4, 2)], coverage.Files);
        Assert.Equal((71.4, 50.0), (Math.Round(coverage.Percent, 1), coverage.BranchPercent));
    }

    [Fact]
    public void Lcov_of_nodes_own_runner_is_counted_as_it_counts_itself()
    {
        var coverage = Read(Written("node.info")).Coverage!;
        var sums = System.IO.File.ReadAllLines(PathOf("node.info")).Where(line => line.StartsWith('L') || line.StartsWith("BR", StringComparison.Ordinal)).Where(line => !line.StartsWith("BRDA", StringComparison.Ordinal));
        Assert.Equal([$"BRF:{coverage.Branches}", $"BRH:{coverage.CoveredBranches}", $"LH:{coverage.CoveredLines}", $"LF:{coverage.Lines}"], sums);
        Assert.Equal("greet.test.js", Assert.Single(coverage.Files).Path);
    }

    [Fact]
    public void A_line_that_one_of_several_reports_ran_is_covered()
    {
        var coverage = Read(
            File("a.info", "SF:a.c\nDA:1,1\nDA:2,0\nBRDA:1,0,0,1\nBRDA:1,0,1,-\nend_of_record\n"), File("b.info", "SF:a.c\nDA:1,0\nDA:2,3\nDA:3,0\nBRDA:1,0,0,0\nBRDA:1,0,1,0\nend_of_record\n")).Coverage!;
        Assert.Equal(new CoveredFile("a.c", 3, 2, 2, 1), Assert.Single(coverage.Files));
    }

    [Theory]
    [InlineData(null, BuildResult.Success, "All passed. 66.6 % of the lines are covered, 2 of 3.")]
    [InlineData(66.6, BuildResult.Success, "All passed. 66.6 % of the lines are covered, 2 of 3.")]
    [InlineData(66.7, BuildResult.Failure, "All passed. 66.6 % of the lines are covered, 2 of 3, and at least 66.7 % must be.")]
    public void A_bound_of_coverage_fails_what_passed_and_is_below_it(double? least, BuildResult result, string message)
    {
        var job = Unit with { LeastCoverage = least };
        var report = Read(File("a.info", "SF:a.c\nDA:1,1\nDA:2,1\nDA:3,0\nend_of_record\n"));
        var passed = new BuildOutcome(BuildResult.Success, "All passed.", TimeSpan.Zero);
        Assert.Equal((result, message), Told(TestVerdict.Of(job, passed, report, [])));
        Assert.Equal(BuildResult.Failure, TestVerdict.Of(job, passed with { Result = BuildResult.Failure }, report, []).Result);
    }

    [Fact]
    public void A_bound_of_coverage_is_not_met_by_a_report_that_is_broken_or_away()
    {
        var job = Unit with { TestReports = ["*.info"], LeastCoverage = 80 };
        var passed = new BuildOutcome(BuildResult.Success, "All passed.", TimeSpan.Zero);
        Assert.Equal(
            (BuildResult.Failure, "All passed. At least 80 % of the lines must be covered, and how many are is not known: No report of coverage fits *.info."),
            Told(TestVerdict.Of(job, passed, ReportReader.Read(job, []), [])));
        Assert.Equal(BuildResult.Failure, TestVerdict.Of(job, passed, ReportReader.Read(job, [File("a.info", "SF:a.c\nDA:1,1\nend_of_record\nSF:b.c\n")]), []).Result);
        Assert.Equal(BuildResult.Success, TestVerdict.Of(job with { LeastCoverage = null }, passed, ReportReader.Read(job, []), []).Result);
    }

    [Fact]
    public void A_job_that_was_stored_before_there_were_other_forms_has_reports_of_junit()
    {
        var job = ModelJson.Read<JobPlan>("""{"name":"unit","testReports":["*.xml"],"artifacts":[{"name":"dist","files":["dist/**"]}]}""");
        Assert.False(Assert.Single(job.Artifacts).IsReport);
        Assert.Equal("a", Assert.Single(ReportReader.Read(job, [File("r.xml", "<s><testcase name='a'/></s>")]).Results).Name);
        Assert.Equal(BuildResult.Success, TestVerdict.Of(job, new BuildOutcome(BuildResult.Success, "", TimeSpan.Zero), ReportReader.Read(job, []), []).Result);
    }

    private static (BuildResult Result, string Message) Told(BuildOutcome outcome) => (outcome.Result, outcome.Message);

    private static string[] Lines(TestReport report) => [.. report.Results.Select(result => $"{result.Name} {result.Outcome}").Order(StringComparer.Ordinal)];

    private static TestReport Read(params ReportFile[] files) => ReportReader.Read(Unit, files);

    private static TestReport ReadTests(params ReportFile[] files) => ReportReader.Read(Unit with { TestReports = ["*.xml", "*.tap", "*.trx"] }, files);

    private static string PathOf(string name) => SourceTree.PathTo("tests", "PluginCi.Scheduler.Tests", "Reports", name);

    private static ReportFile Written(string name) => new(name, System.IO.File.ReadAllBytes(PathOf(name)));

    private static ReportFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
