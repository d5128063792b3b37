using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>One state that a job can be tried on.</summary>
/// <param name="Name">What people call it: a commit, or what was merged.</param>
/// <param name="Text">One line more about it.</param>
/// <param name="Commits">The commit of every branch.</param>
internal sealed record BisectState(string Name, string Text, ImmutableSortedDictionary<ProjectBranch, string> Commits)
{
    public override string ToString() => $"{Name} ({Text})";
}
