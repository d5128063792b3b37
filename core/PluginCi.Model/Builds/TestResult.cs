namespace PluginCi.Model;

/// <summary>One test of a build, as its report says.</summary>
/// <param name="Name">Its name with that of its class, for example <c>maps.TileTest.loads</c>; unique in a report.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it took; zero when the report does not say.</param>
/// <param name="Message">What it said when it failed; empty otherwise. Several lines are usual.</param>
public sealed record TestResult(string Name, TestOutcome Outcome, TimeSpan Duration, string Message);
