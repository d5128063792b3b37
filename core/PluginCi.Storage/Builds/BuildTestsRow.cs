namespace PluginCi.Storage;

/// <summary>The tests of a build.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Skipped">How many were not run.</param>
/// <param name="Problem">What of its reports could not be read; empty when all was.</param>
/// <param name="FailedTests">Those that failed, by name.</param>
/// <param name="FlakyTests">The names of those that passed in it after they had failed in an earlier build of the very same state.</param>
public sealed record BuildTestsRow(
    int Passed, int Failed, int Skipped, string Problem, IReadOnlyList<FailedTestRow> FailedTests, IReadOnlyList<string> FlakyTests);
