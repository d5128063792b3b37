namespace PluginCi.Plugins.Git.Review;

internal enum EventKind
{
    Patchset,
    Approved,
    Recheck,
    Updated,
    BranchMoved,
}

internal sealed record EventRow
{
    public long Id { get; init; }

    public EventKind Kind { get; init; }

    public int? Number { get; init; }

    public string Project { get; init; } = "";

    public string Branch { get; init; } = "";
}
