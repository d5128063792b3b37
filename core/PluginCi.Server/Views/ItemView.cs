using PluginCi.Gating;

namespace PluginCi.Server;

/// <summary>One change in a queue.</summary>
public sealed record ItemView
{
    /// <summary>The item's id.</summary>
    public required string Id { get; init; }

    /// <summary>The change, for example <c>git/12</c>.</summary>
    public required string Change { get; init; }

    /// <summary>Its project.</summary>
    public required string Project { get; init; }

    /// <summary>The branch it would be merged into.</summary>
    public required string Branch { get; init; }

    /// <summary>The first line of its commit message.</summary>
    public required string Subject { get; init; }

    /// <summary>Who proposed it.</summary>
    public required string Owner { get; init; }

    /// <summary>The patchset under test.</summary>
    public required int Patchset { get; init; }

    /// <summary>False for a copy that is only there because the live item behind it needs it.</summary>
    public required bool IsLive { get; init; }

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

    /// <summary>The change's page, a path on this server.</summary>
    public required string Url { get; init; }
}
