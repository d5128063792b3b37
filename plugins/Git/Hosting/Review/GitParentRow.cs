namespace PluginCi.Plugins.Git.Review;

/// <summary>A patchset that another patchset is built on.</summary>
internal sealed record GitParentRow
{
    public int ParentNumber { get; init; }

    public int ParentPatchset { get; init; }

    /// <summary>Filled in where rows are read.</summary>
    public string ParentCommit { get; init; } = "";
}
