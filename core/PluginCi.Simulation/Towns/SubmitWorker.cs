using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Moves branches to what was tested, all or none.</summary>
internal sealed class SubmitWorker(ReviewSystem reviews, Merger merger)
{
    public SubmitOutcome Submit(SubmitChanges wish, GateState now)
    {
        if (now.Freezes.Any(freeze => freeze.Stops(now.Rules, wish.Changes)))
        {
            return new SubmitHeld();
        }

        foreach (var (branch, commit) in wish.Base)
        {
            if (merger.TipOf(branch) != commit)
            {
                return new SubmitOvertaken(branch, merger.TipOf(branch));
            }
        }

        if (wish.Changes.FirstOrDefault(change => reviews[change.Id].RefusesSubmit) is { } refused)
        {
            return new SubmitRefused($"the review system does not let {refused.Id} be merged", refused.Id);
        }

        foreach (var (branch, commit) in wish.Commits)
        {
            merger.Land(branch, commit);
        }

        foreach (var change in wish.Changes)
        {
            reviews.SetStatus(change.Id, ChangeStatus.Merged);
        }

        return new Submitted();
    }
}
