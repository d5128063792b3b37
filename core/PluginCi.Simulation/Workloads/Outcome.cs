namespace PluginCi.Simulation;

/// <summary>What a gate made of a workload.</summary>
/// <param name="DecidedAt">When each change was merged or rejected, in minutes.</param>
/// <param name="Landed">Which changes were merged.</param>
internal sealed record Outcome(double[] DecidedAt, bool[] Landed)
{
    public int Builds { get; init; }

    public int Aborted { get; init; }

    public int FalseEjections { get; init; }

    public int LandedUntested { get; init; }

    /// <summary>How long each decision of the engine took, in milliseconds.</summary>
    public IReadOnlyList<double> DecisionMilliseconds { get; init; } = [];
}
