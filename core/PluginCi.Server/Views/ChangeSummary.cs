using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>What the review system last said of a change.</summary>
public sealed record ChangeSummary
{
    /// <summary>The change, for example <c>git/12</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its project.</summary>
    public required string Project { get; init; }

    /// <summary>The branch it would be merged into.</summary>
    public required string Branch { get; init; }

    /// <summary>The number of its newest patchset.</summary>
    public required int Patchset { get; init; }

    /// <summary>The commit of its newest patchset.</summary>
    public required string Commit { get; init; }

    /// <summary>The first line of its commit message.</summary>
    public required string Subject { get; init; }

    /// <summary>Who proposed it.</summary>
    public required string Owner { get; init; }

    /// <summary>The topic that groups changes; absent when it has none.</summary>
    public string? Topic { get; init; }

    /// <summary>Whether it is open, merged or abandoned.</summary>
    public required ChangeStatus Status { get; init; }

    /// <summary>True when it has every vote that a merge needs.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>The changes that must be merged before it.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>Its page in the review system; absent where there is none or where the address is not one of the web.</summary>
    public string? ReviewUrl { get; init; }

    /// <summary>Its page, a path on this server.</summary>
    public required string Url { get; init; }
}
