using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What the review system says of a change at one moment. A later event brings a new value, never an edit.</summary>
public sealed record Change
{
    /// <summary>The change.</summary>
    public required ChangeId Id { get; init; }

    /// <summary>The project it would be merged into.</summary>
    public required ProjectName Project { get; init; }

    /// <summary>The branch it would be merged into, without <c>refs/heads/</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>The number of its newest patchset, from 1.</summary>
    public required int Patchset { get; init; }

    /// <summary>The commit of its newest patchset, 40 hexadecimal digits.</summary>
    public required string Commit { get; init; }

    /// <summary>The first line of its commit message.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Who proposed it, as the review system names people.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The topic that groups changes, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>The page of the change in its review system, or null where there is none.</summary>
    public string? Url { get; init; }

    /// <summary>Whether it is open, merged or abandoned.</summary>
    public ChangeStatus Status { get; init; }

    /// <summary>True when it has every vote that the review system wants before a merge.</summary>
    public bool IsApproved { get; init; }

    /// <summary>What tells this approval from an earlier one of the same patchset, such as the number of its event; empty while it is not approved.</summary>
    /// <remarks>An approval asks for one run through the gate, however often it is heard of.</remarks>
    public string Approval { get; init; } = "";

    /// <summary>True when the gate lets it go on with the approval of an earlier patchset; its source must not ask for one of this patchset. Set by the gate only.</summary>
    public bool KeepsApproval { get; init; }

    /// <summary>How much the newest patchset differs from the one before it.</summary>
    public PatchsetKind Kind { get; init; }

    /// <summary>True while its owner does not want it merged: it enters no pipeline that submits.</summary>
    public bool IsWorkInProgress { get; init; }

    /// <summary>True when only some people may see it: it enters no pipeline that submits.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Words that people put on it, for priority rules; in no order.</summary>
    public ImmutableArray<string> Hashtags { get; init; } = [];

    /// <summary>The patchsets of open or merged changes that are git parents of this patchset, nearest first.</summary>
    public ImmutableArray<ParentPatchset> GitParents { get; init; } = [];

    /// <summary>The changes named by its <c>Depends-On:</c> footers, in the order of the footers.</summary>
    public ImmutableArray<ChangeId> DependsOn { get; init; } = [];

    /// <summary>The branch it would be merged into.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ProjectBranch Target => new(Project, Branch);

    /// <summary>The changes that must be merged before it: its git parents and what it depends on, each once.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ChangeId> Needs => GitParents.Select(parent => parent.Change).Concat(DependsOn).Where(need => need != Id).Distinct();
}
