using PluginCi.Gating;

namespace PluginCi.Server;

/// <summary>What is tested and merged as one in a queue: one change, changes that need each other, or a branch or tag.</summary>
public sealed record ItemView
{
    /// <summary>The item's id.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it: <c>git/12</c>, <c>{git/3, git/4}</c> or <c>core@main</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The first of its changes, for example <c>git/12</c>; absent for a branch or tag.</summary>
    public string? Change { get; init; }

    /// <summary>The project of the change, or of the branch or tag.</summary>
    public required string Project { get; init; }

    /// <summary>The branch the change would be merged into, or the branch or tag.</summary>
    public required string Branch { get; init; }

    /// <summary>The first line of the change's commit message; empty for a branch or tag.</summary>
    public required string Subject { get; init; }

    /// <summary>Who proposed the change; empty for a branch or tag.</summary>
    public required string Owner { get; init; }

    /// <summary>The patchset under test; 0 for a branch or tag.</summary>
    public required int Patchset { get; init; }

    /// <summary>All its changes, in merge order; empty for a branch or tag.</summary>
    public required IReadOnlyList<ItemChangeView> Changes { get; init; }

    /// <summary>The branch or tag that is tested as it is; absent when it has changes.</summary>
    public RefView? Ref { get; init; }

    /// <summary>The changes that it needs and that are merged before it without being tested by themselves here.</summary>
    public required IReadOnlyList<string> NonLive { get; init; }

    /// <summary>Its place among others: higher goes first; 0 is the usual.</summary>
    public required int Priority { get; init; }

    /// <summary>Its place in the queue; the head is 1.</summary>
    public required int Place { get; init; }

    /// <summary>True when it is inside the window and so may have builds.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Where it stands.</summary>
    public required ItemState State { get; init; }

    /// <summary>True when it or a change it needs is failing, so that nothing behind it is tested on top of it.</summary>
    public required bool IsCutOff { get; init; }

    /// <summary>The id of the item whose merged state it is tested on; absent for the branch tips.</summary>
    public string? AheadItem { get; init; }

    /// <summary>The changes it is tested on top of, in merge order; empty for the branch tips, absent while it has no builds.</summary>
    public IReadOnlyList<string>? TestedOn { get; init; }

    /// <summary>Where the merge it is tested as stands; absent while it has none.</summary>
    public BuildsetPhase? Phase { get; init; }

    /// <summary>Why it stands where it stands, in a few words; empty when the state says all.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How often its builds were thrown away because something ahead of it changed.</summary>
    public required int Resets { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Its jobs with their builds, in the order of the plan; empty until it is prepared.</summary>
    public required IReadOnlyList<JobView> Jobs { get; init; }

    /// <summary>The first change's page, a path on this server; absent for a branch or tag.</summary>
    public string? Url { get; init; }
}
