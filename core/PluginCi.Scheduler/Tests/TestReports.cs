using System.Xml;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Takes what a build wrote about its tests: records it, and names failed and flaky tests in the build's message.</summary>
internal sealed class TestReports(TestStore store)
{
    // More than the largest suites have; a build that makes tests up must not fill the database.
    private const int MostTests = 50_000;
    private const int MostFailed = 1000;
    private const int MostNamed = 5;

    /// <returns>The outcome as people are told of it.</returns>
    public async Task<BuildOutcome> TakeAsync(QueueName queue, StartBuild build, BuildOutcome outcome, IBuildOutput log, CancellationToken cancellationToken)
    {
        if (build.Job.Plan.TestReports.IsEmpty || outcome.Result is not (BuildResult.Success or BuildResult.Failure))
        {
            return outcome;
        }

        var report = Read(build.Job.Plan, outcome.Reports);
        var flaky = await store.RecordAsync(queue, build, report, cancellationToken);
        if (report.Problem.Length > 0)
        {
            log.Line($"== {report.Problem}");
        }

        string[] failed = [.. report.Results.Where(result => result.Outcome == TestOutcome.Failed).Select(result => result.Name)];
        return outcome with { Message = $"{outcome.Message}{Sentence("Failed tests", failed)}{Sentence("Flaky tests, which failed before on the same state", [.. flaky])}" };
    }

    /// <summary>Puts the files of a build together.</summary>
    public static TestReport Read(JobPlan job, IReadOnlyCollection<ReportFile> files)
    {
        var tests = new Dictionary<string, TestResult>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            try
            {
                foreach (var test in JUnitReader.Read(file.Content).Where(test => tests.Count < MostTests || tests.ContainsKey(test.Name)))
                {
                    tests[test.Name] = tests.TryGetValue(test.Name, out var known) ? Worse(known, test) : test;
                }
            }
            catch (XmlException exception)
            {
                problems.Add($"{file.Path} is not read to its end: {exception.Message}");
            }
        }

        if (files.Count == 0)
        {
            problems.Add($"No test report fits {string.Join(", ", job.TestReports)}.");
        }

        var failed = tests.Values.Where(test => test.Outcome == TestOutcome.Failed).OrderBy(test => test.Name, StringComparer.Ordinal).ToArray();
        if (failed.Length > MostFailed || tests.Count == MostTests)
        {
            problems.Add($"Of its tests at most {MostTests} are counted, and of the failed ones {MostFailed} listed.");
        }

        return new TestReport([.. failed.Take(MostFailed), .. tests.Values.Where(test => test.Outcome != TestOutcome.Failed)], string.Join(' ', problems));
    }

    private static TestResult Worse(TestResult one, TestResult other) => (one.Outcome, other.Outcome) switch
    {
        (TestOutcome.Failed, _) => one,
        (_, TestOutcome.Failed) => other,
        (TestOutcome.Passed, _) => one,
        _ => other,
    };

    private static string Sentence(string what, string[] names) => names.Length switch
    {
        0 => "",
        <= MostNamed => $" {what}: {string.Join(", ", names)}.",
        _ => $" {what}: {string.Join(", ", names.Take(MostNamed))} and {names.Length - MostNamed} more.",
    };
}
