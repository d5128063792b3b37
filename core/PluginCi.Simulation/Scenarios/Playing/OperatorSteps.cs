using System.Diagnostics;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Does what operators ask for.</summary>
internal sealed class OperatorSteps(Play play)
{
    private Town Town => play.Town;

    public void Play(ScenarioStep step)
    {
        switch (step)
        {
            case PlacementStep { Change: { } change } placement:
                Place(placement, play.FactsOf(change));
                break;
            case PlacementStep { Ref: { } tested } placement:
                Place(placement, tested);
                break;
            case PromoteStep promote:
                Promote(promote);
                break;
            case FreezeStep freeze:
                Command(freeze.Scope, new FreezeMerges(freeze.Scope, freeze.Reason) { Branches = freeze.Branches, Exceptions = freeze.Exceptions });
                break;
            case ThawStep thaw:
                Command(thaw.Scope, new ThawMerges(thaw.Scope));
                break;
            default:
                throw new UnreachableException($"Unknown step {step.GetType().Name}.");
        }
    }

    private void Place(PlacementStep step, Change change)
    {
        if (Town.QueueOf(change.Project) is { } queue)
        {
            Town.Command(queue, step.IsEnqueued
                ? new EnqueueChange(step.Pipeline, change, Town.Reviews.RelatedTo(change.Id))
                : new DequeueChange(step.Pipeline, change.Id));
        }
    }

    private void Place(PlacementStep step, ProjectBranch tested)
    {
        if (step.IsEnqueued)
        {
            Town.Tell(new RefUpdate(tested.Project, tested.Branch, null, Town.Merger.Ensure(tested), Trigger.Manual), step.Pipeline);
        }
        else if (Town.QueueOf(tested.Project) is { } queue)
        {
            Town.Command(queue, new DequeueRef(step.Pipeline, tested));
        }
    }

    private void Promote(PromoteStep step)
    {
        var perQueue = step.Changes.Select(play.FactsOf).GroupBy(change => Town.QueueOf(change.Project));
        foreach (var changes in perQueue.ToArray())
        {
            if (changes.Key is { } queue)
            {
                Town.Command(queue, new PromoteChanges(step.Pipeline, [.. changes.Select(change => change.Id)]));
            }
        }
    }

    private void Command(string scope, OperatorCommand command)
    {
        foreach (var queue in Town.Queues.Where(queue => IsIn(queue.State.Rules, scope)))
        {
            Town.Command(queue, command);
        }
    }

    private static bool IsIn(QueueRules rules, string scope) =>
        scope == Freeze.Everything || rules.Name.Value == scope || rules.Groups.ContainsKey(scope) || rules.Has(new ProjectName(scope));
}
