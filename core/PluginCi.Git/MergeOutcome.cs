using System.Collections.Immutable;

namespace PluginCi.Git;

/// <summary>How a merge ended.</summary>
public abstract record MergeOutcome
{
    private MergeOutcome()
    {
    }

    /// <summary>It merged without conflict.</summary>
    /// <param name="Commit">The merge commit; its first parent is what was merged onto.</param>
    /// <param name="Tree">The tree of the merge commit.</param>
    public sealed record Merged(string Commit, string Tree) : MergeOutcome;

    /// <summary>It does not merge; nothing was made.</summary>
    /// <param name="Files">The files in conflict, sorted; empty when the two histories have no commit in common.</param>
    /// <param name="Why">One sentence.</param>
    public sealed record Conflict(ImmutableArray<string> Files, string Why) : MergeOutcome;
}
