namespace PluginCi.Plugins.Git.Review;

internal enum EventKind
{
    Patchset,
    Approved,
    Recheck,
    Updated,
    BranchMoved,
    Restored,
    TagPushed,
}

internal sealed record EventRow
{
    public long Id { get; init; }

    public EventKind Kind { get; init; }

    public int? Number { get; init; }

    public string Project { get; init; } = "";

    /// <summary>The branch; of a pushed tag the tag.</summary>
    public string Branch { get; init; } = "";

    public string? OldCommit { get; init; }

    public string? NewCommit { get; init; }
}
