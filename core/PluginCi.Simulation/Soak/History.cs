using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>A random history: a site, changes, what is wrong with them, and what happens.</summary>
internal sealed record History
{
    /// <summary>What it was made from.</summary>
    public required ulong Seed { get; init; }

    public required SiteSketch Site { get; init; }

    public required ImmutableArray<ChangeSketch> Changes { get; init; }

    public required Faults Faults { get; init; }

    public required ImmutableArray<Move> Moves { get; init; }

    /// <summary>True when nothing happens but approvals, builds, freezes and restarts, so that a serial gate must come to the same.</summary>
    public bool IsUndisturbed { get; init; }

    public override string ToString() => $"seed {Seed}, {Changes.Length} changes, {Moves.Length} moves";
}

/// <summary>A change of a random history. Others that it has to do with are named.</summary>
internal sealed record ChangeSketch(string Name, string Project)
{
    public string? Parent { get; init; }

    public ImmutableArray<string> DependsOn { get; init; } = [];

    public string? Topic { get; init; }

    public ImmutableArray<string> ConflictsWith { get; init; } = [];

    public bool IsSpecial { get; init; }

    public bool IsMerged { get; init; }
}

/// <summary>What is wrong with changes. What a build ends with follows from this and from the trees that it sees, and from nothing else.</summary>
/// <param name="Alone">Changes whose first, third, … patchset fails a job wherever it is; the job, or null for all of them.</param>
/// <param name="Pairs">Changes that fail a job where they are together; the job, or null for all of them.</param>
internal sealed record Faults(ImmutableArray<(string Change, string? Job)> Alone, ImmutableArray<(string First, string Second, string? Job)> Pairs)
{
    /// <summary>True when a job fails on trees that hold these patchsets.</summary>
    /// <param name="job">The job.</param>
    /// <param name="seen">The changes in the trees, each with its patchset.</param>
    public bool AreIn(string job, IReadOnlyDictionary<string, int> seen) =>
        Alone.Any(one => IsAbout(one.Job, job) && seen.TryGetValue(one.Change, out var patchset) && patchset % 2 == 1)
        || Pairs.Any(pair => IsAbout(pair.Job, job) && seen.ContainsKey(pair.First) && seen.ContainsKey(pair.Second));

    private static bool IsAbout(string? wanted, string job) => wanted is null || wanted == job;
}
