using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>When a job of GitLab runs.</summary>
internal sealed record RunPlan
{
    public ImmutableHashSet<Occasion> Runs { get; init; } = [];

    /// <summary>True where a person starts it.</summary>
    public bool IsManual { get; init; }

    /// <summary>True where it may fail.</summary>
    public bool MayFail { get; init; }

    /// <summary>The files that a change must touch; empty for any.</summary>
    public ImmutableArray<string> WhenChanged { get; init; } = [];

    /// <summary>Variables that its rules set.</summary>
    public ImmutableArray<(string Name, string Value)> Variables { get; init; } = [];

    public bool IsBeforeMerge => Runs.Any(Occasions.IsBeforeMerge);
}
