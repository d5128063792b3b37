using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What all report files of a build say together.</summary>
/// <param name="Results">The tests, each once; one that ran several times has failed if it failed once.</param>
/// <param name="Problem">What could not be read, in sentences; empty when all was.</param>
public sealed record TestReport(ImmutableArray<TestResult> Results, string Problem)
{
    /// <summary>How much the tests ran, where reports of coverage say so; else null.</summary>
    public CoverageReport? Coverage { get; init; }

    /// <summary>How many tests ended in a way.</summary>
    /// <param name="outcome">The way.</param>
    /// <returns>The count.</returns>
    public int Count(TestOutcome outcome) => Results.Count(result => result.Outcome == outcome);
}
