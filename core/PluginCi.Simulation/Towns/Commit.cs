using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>A commit of a branch: another one with one change merged into it, or with something that somebody pushed.</summary>
internal sealed class Commit(string id, ProjectBranch branch, Commit? parent, ChangeId? change, ulong tree, int patchset = 0)
{
    /// <summary>Its name, readable as long as the history is short.</summary>
    public string Id { get; } = id;

    public ProjectBranch Branch { get; } = branch;

    public Commit? Parent { get; } = parent;

    /// <summary>The change that it merges; null for the first commit and for what was pushed without one.</summary>
    public ChangeId? Change { get; } = change;

    /// <summary>The patchset of that change.</summary>
    public int Patchset { get; } = patchset;

    /// <summary>How many commits are below it.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>The same for the same content, in whatever order it came.</summary>
    public ulong Tree { get; } = tree;

    /// <summary>True from when the branch has it.</summary>
    public bool IsLanded { get; set; }
}
