using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What the tests of a build come to.</summary>
public static class TestVerdict
{
    private const int MostNamed = 5;

    /// <summary>Says what the reports of a build mean for its end: failed and flaky tests by name, and how much is covered.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="outcome">How its steps ended.</param>
    /// <param name="report">What its reports say.</param>
    /// <param name="flaky">The tests that failed before on the same state.</param>
    /// <returns>The outcome as people are told of it: a failure when all steps passed and less is covered than the job wants.</returns>
    public static BuildOutcome Of(JobPlan job, BuildOutcome outcome, TestReport report, IReadOnlyCollection<string> flaky)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(report);
        string[] failed = [.. report.Results.Where(result => result.Outcome == TestOutcome.Failed).Select(result => result.Name)];
        var message = $"{outcome.Message}{Sentence("Failed tests", failed)}{Sentence("Flaky tests, which failed before on the same state", flaky)}";
        return (report.Coverage, job.LeastCoverage) switch
        {
            (null, { } least) when outcome.Result == BuildResult.Success =>
                outcome with { Result = BuildResult.Failure, Message = $"{message} At least {Percent(least)} of the lines must be covered, and how many are is not known: {report.Problem}" },
            ({ } coverage, { } least) when outcome.Result == BuildResult.Success && coverage.Percent < least =>
                outcome with { Result = BuildResult.Failure, Message = $"{message} {Covered(coverage)}, and at least {Percent(least)} must be." },
            ({ } coverage, _) => outcome with { Message = $"{message} {Covered(coverage)}." },
            _ => outcome with { Message = message },
        };
    }

    private static string Covered(CoverageReport coverage) =>
        string.Create(CultureInfo.InvariantCulture, $"{Percent(coverage.Percent)} of the lines are covered, {coverage.CoveredLines} of {coverage.Lines}");

    // Rounded down: what is not enough must not look as if it were.
    private static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percent * 10) / 10:0.#} %");

    private static string Sentence(string what, IReadOnlyCollection<string> names) => names.Count switch
    {
        0 => "",
        <= MostNamed => $" {what}: {string.Join(", ", names)}.",
        _ => $" {what}: {string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more.",
    };
}
