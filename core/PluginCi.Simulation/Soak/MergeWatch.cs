using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Looks at every merge: may these changes be merged at all, and with whom?</summary>
internal sealed class MergeWatch
{
    private readonly HashSet<ChangeId> _merged = [];

    /// <summary>Called right after a merge.</summary>
    public void Check(ImmutableArray<Change> merged, Town town)
    {
        var keeps = town.Layout.Site.Pipelines.First(pipeline => pipeline.Name == SiteSketch.Gate).OnNewPatchset != NewPatchsetRule.AskAgain;
        foreach (var change in merged)
        {
            var facts = town.Reviews[change.Id].Facts;
            Demand(_merged.Add(change.Id), $"nothing twice: {change.Id} was merged a second time");
            Demand(facts.IsApproved || keeps, $"{change.Id} was merged without an approval");
            Demand(facts.Patchset == change.Patchset, $"{change.Id} was merged with patchset {change.Patchset}, but the newest is {facts.Patchset}");
            foreach (var need in facts.Needs)
            {
                Demand(
                    town.Reviews[need].Facts.Status == ChangeStatus.Merged,
                    $"a cycle merges whole, and what is needed first: {change.Id} was merged, but {need}, which it needs, is not");
            }
        }
    }

    private static void Demand(bool holds, string fault)
    {
        if (!holds)
        {
            throw new HistoryFault(fault);
        }
    }
}
