using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>What is said of a change, when it is made or later. What is null stays as it is.</summary>
internal sealed record ChangeEdit
{
    public ProjectName? Project { get; init; }

    public string? Branch { get; init; }

    /// <summary>The change whose newest patchset it is made on; with an empty name, none.</summary>
    public string? Parent { get; init; }

    public ImmutableArray<string>? DependsOn { get; init; }

    public ImmutableArray<string>? Files { get; init; }

    /// <summary>Its topic; empty for none.</summary>
    public string? Topic { get; init; }

    public ImmutableArray<string>? ConflictsWith { get; init; }

    /// <summary>True when it was merged before anything else happened.</summary>
    public bool IsMerged { get; init; }
}
