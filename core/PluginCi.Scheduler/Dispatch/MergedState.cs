using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What a buildset tests: the commit of every branch, and for each change that was merged its branch before and after it.</summary>
internal sealed record MergedState(
    ImmutableSortedDictionary<ProjectBranch, string> Commits, ImmutableDictionary<ChangeId, (string Before, string After)> Merges)
{
    public MergedState(ImmutableSortedDictionary<ProjectBranch, string> commits)
        : this(commits, ImmutableDictionary<ChangeId, (string Before, string After)>.Empty)
    {
    }

    public MergedState With(Change change, string before, string after) =>
        new(Commits.SetItem(change.Target, after), Merges.SetItem(change.Id, (before, after)));
}
