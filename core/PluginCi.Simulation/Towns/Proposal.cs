using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>A change as the review system of a town holds it.</summary>
/// <param name="Facts">What the review system says of it.</param>
internal sealed record Proposal(Change Facts)
{
    /// <summary>The files that it touches; empty when nobody knows.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The changes that it cannot be merged with on one branch, whichever comes first.</summary>
    public ImmutableArray<ChangeId> ConflictsWith { get; init; } = [];

    /// <summary>True when the review system will not let it be merged by the gate.</summary>
    public bool RefusesSubmit { get; init; }

    public ChangeId Id => Facts.Id;

    /// <summary>The change as it is with another patchset: without the votes of the one before.</summary>
    public Proposal Push(ImmutableArray<ParentPatchset> parents) => this with
    {
        Facts = Facts with
        {
            Patchset = Facts.Patchset + 1,
            Commit = CommitOf(Id, Facts.Patchset + 1),
            GitParents = parents,
            IsApproved = false,
            Approval = "",
        },
    };

    public static string CommitOf(ChangeId change, int patchset) => $"{change.Number}.{patchset}";
}
