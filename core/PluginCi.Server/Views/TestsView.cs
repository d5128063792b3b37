namespace PluginCi.Server;

/// <summary>What a build's reports say of its tests.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Skipped">How many were not run.</param>
/// <param name="FailedTests">Those that failed, by name; of very many only the first.</param>
/// <param name="FlakyTests">The names of those that passed although they had failed in an earlier build that saw the very same.</param>
/// <param name="Problem">What of the reports could not be read; absent when all was.</param>
public sealed record TestsView(
    int Passed, int Failed, int Skipped, IReadOnlyList<FailedTestView> FailedTests, IReadOnlyList<string> FlakyTests, string? Problem);
