using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>All builds of one state of an item: one merge result on exactly one base.</summary>
public sealed record Buildset
{
    /// <summary>The buildset.</summary>
    public required BuildsetId Id { get; init; }

    /// <summary>The buildset of the item ahead that it is built on; null for the branch tips. When that one is thrown away, so is this one.</summary>
    public BuildsetId? AheadBuildset { get; init; }

    /// <summary>The changes it is tested on top of, in the order they would merge.</summary>
    public required ImmutableArray<ChangeId> Ahead { get; init; }

    /// <summary>
    /// The items ahead that it is tested on top of and that have not merged since, in queue order. Kept only where independent changes may overtake; elsewhere
    /// <see cref="AheadBuildset"/> tells all.
    /// </summary>
    public ImmutableArray<ItemId> Assumes { get; init; } = [];

    /// <summary>How many items that its own is entangled with it holds: those that merged since that one was enqueued, and those it assumes.</summary>
    public int Met { get; init; }

    /// <summary>The commit of every branch before the item's own changes: what the branch tips must be when it is submitted.</summary>
    public required ImmutableSortedDictionary<ProjectBranch, string> Base { get; init; }

    /// <summary>Where it stands.</summary>
    public BuildsetPhase Phase { get; init; }

    /// <summary>The commit of every branch with the item's own changes merged; empty until it is prepared.</summary>
    public ImmutableSortedDictionary<ProjectBranch, string> Result { get; init; } = ImmutableSortedDictionary<ProjectBranch, string>.Empty;

    /// <summary>The jobs, frozen when it was prepared.</summary>
    public ImmutableArray<FrozenJob> Jobs { get; init; } = [];

    /// <summary>The builds so far, oldest first; a job that was tried again has several. Changed only by <see cref="With"/>.</summary>
    public ImmutableArray<Build> Builds { get; init; } = [];

    /// <summary>What jobs and builds come to.</summary>
    public BuildsetStanding Standing { get; init; }

    /// <summary>Why it can never pass, for a conflict or an error in the configuration; else null.</summary>
    public string? Problem { get; init; }

    /// <summary>What its changes would do to the jobs of other projects, in lines for people; null when they do nothing to them.</summary>
    public string? Effect { get; init; }

    /// <summary>What conflicts, without what it was merged on; null when nothing does.</summary>
    public string? Conflict { get; init; }

    /// <summary>True when a branch moved past the gate after it was prepared: it must not be built upon.</summary>
    public bool IsStale { get; init; }

    /// <summary>True when its first failure ended it: what had not started never will.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>The buildset with other builds.</summary>
    /// <param name="builds">The builds, oldest first.</param>
    /// <returns>The buildset, its standing made anew.</returns>
    public Buildset With(ImmutableArray<Build> builds) => JobGraph.Sum(this with { Builds = builds });
}
