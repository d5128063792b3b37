namespace PluginCi.Scheduler;

/// <summary>The tests of a TAP report that a plan counts: those of the whole, or the subtests of one.</summary>
internal sealed class TapLevel : TapNode
{
    /// <summary>How many tests stand on it.</summary>
    public int Tests { get; set; }

    /// <summary>How many the plan says; null until there is one.</summary>
    public int? Plan { get; set; }

    public int PlanLine { get; set; }

    /// <summary>The line that it began with.</summary>
    public int Line { get; init; }

    /// <summary>The test whose subtests are being read.</summary>
    public TapPoint? InBraces { get; set; }

    /// <summary>What is missing when it ends, or null.</summary>
    public ReportFaultException? FindFault(int line) =>
        Plan is not { } plan ? new ReportFaultException(Math.Max(1, line), $"{(Line == 0 ? "It" : "A subtest")} ends without its plan: what wrote it may have died, and tests be missing.")
        : plan != Tests ? new ReportFaultException(PlanLine, $"{plan} tests are planned, {Tests} are there.")
        : null;
}
