namespace PluginCi.Simulation;

/// <summary>How scenarios are played.</summary>
public sealed record ScenarioOptions
{
    /// <summary>True when the gate is thrown away and recovered from its journal after every step, and must be the same then. Default false.</summary>
    public bool FromJournal { get; init; }

    /// <summary>True when the queues are drawn after each step. Default false.</summary>
    public bool Draws { get; init; }
}
