using System.Collections.Immutable;

namespace PluginCi.Cli;

/// <summary>The one document that <c>demo --json</c> prints.</summary>
/// <param name="Changes">The changes, in the order they were approved.</param>
/// <param name="WallSeconds">From the first push to the last end.</param>
/// <param name="BuildSeconds">The time that all builds ran, added up.</param>
/// <param name="Ok">True when every change ended as it should, and the branches hold exactly what was merged and pass all tests.</param>
internal sealed record DemoReport(ImmutableArray<DemoReportedChange> Changes, double WallSeconds, double BuildSeconds, bool Ok);

/// <summary>One change of the document.</summary>
/// <param name="Change">For example <c>git/12</c>.</param>
/// <param name="Project">Its project.</param>
/// <param name="Subject">The first line of its message.</param>
/// <param name="Result"><c>merged</c> or <c>rejected</c>.</param>
/// <param name="Reason">Why, in the gate's words.</param>
/// <param name="Seconds">From its entry into the gate to its end.</param>
internal sealed record DemoReportedChange(string Change, string Project, string Subject, string Result, string Reason, double Seconds);
