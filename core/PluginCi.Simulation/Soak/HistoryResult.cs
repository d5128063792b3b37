namespace PluginCi.Simulation;

/// <summary>What came of a random history.</summary>
/// <param name="Fault">Which invariant does not hold, in one sentence; null when all hold.</param>
/// <param name="Scenario">The history as a scenario file; empty when all hold.</param>
internal sealed record HistoryResult(string? Fault, string Scenario)
{
    /// <summary>How many changes the gate merged.</summary>
    public int Merged { get; init; }
}
