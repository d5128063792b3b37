using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What one project's <c>.pipeline/pipeline.csx</c> evaluates to.</summary>
public sealed record Plan
{
    /// <summary>The newest version of the plan's form; docs/design/model-versions.md lists what changed in each.</summary>
    public const int NewestVersion = 1;

    /// <summary>The version of the form this plan is written in.</summary>
    public int Version { get; init; } = NewestVersion;

    /// <summary>The templates of the site whose jobs it runs beside these.</summary>
    public ImmutableArray<string> Templates { get; init; } = [];

    /// <summary>The project's jobs, in the order of the script; names are unique.</summary>
    public required ImmutableArray<JobPlan> Jobs { get; init; }
}
