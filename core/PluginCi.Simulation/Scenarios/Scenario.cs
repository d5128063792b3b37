using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>What people and builds do to a gate, and what must come of it.</summary>
internal sealed record Scenario
{
    /// <summary>What it is called in results.</summary>
    public required string Name { get; init; }

    /// <summary>The town at the start.</summary>
    public required TownLayout Layout { get; init; }

    /// <summary>The changes, in the order of their numbers.</summary>
    public ImmutableArray<(string Name, ChangeEdit Edit)> Changes { get; init; } = [];

    /// <summary>How builds end when they are let end, by their names; absent means well.</summary>
    public ImmutableDictionary<string, BuildResult> Outcomes { get; init; } = ImmutableDictionary<string, BuildResult>.Empty;

    public ImmutableArray<ScenarioStep> Steps { get; init; } = [];

    /// <summary>What must hold at the end.</summary>
    public ImmutableArray<Expectation> Expectations { get; init; } = [];
}
