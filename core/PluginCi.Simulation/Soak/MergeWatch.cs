using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Looks at every merge: may these changes be merged at all, and with whom?</summary>
internal sealed class MergeWatch
{
    private readonly HashSet<ChangeId> _merged = [];
    private readonly HashSet<string> _frozen = [];

    /// <summary>A step is about to be played.</summary>
    public void Begin(ScenarioStep step)
    {
        switch (step)
        {
            case FreezeStep freeze:
                _frozen.Add(freeze.Scope);
                break;
            case ThawStep thaw:
                _frozen.Remove(thaw.Scope);
                break;
            case ReconfigureStep:
                // A town leaves freezes behind in the queues that projects go out of.
                _frozen.Clear();
                break;
            default:
                break;
        }
    }

    /// <summary>Called right after a merge.</summary>
    public void Check(ImmutableArray<Change> merged, Town town)
    {
        foreach (var change in merged)
        {
            Demand(!_frozen.Contains(Freeze.Everything) && !_frozen.Contains(change.Project.Value), $"nothing is merged that is frozen: {change.Id} of {change.Project} was merged while {string.Join(", ", _frozen)} was frozen");
        }

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
