using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What a build hands on to the jobs that need its job.</summary>
/// <param name="Artifacts">Its artifacts, in the order of the plan.</param>
/// <param name="Data">The JSON object that it returned, or null when it returned none.</param>
public sealed record Handover(ImmutableArray<Artifact> Artifacts, string? Data)
{
    /// <summary>Nothing.</summary>
    public static Handover Empty { get; } = new([], null);

    /// <summary>True when there is nothing to hand on.</summary>
    public bool IsEmpty => Artifacts.IsEmpty && Data is null;
}
