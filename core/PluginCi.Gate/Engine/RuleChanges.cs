using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Takes a new configuration: what it does not affect goes on, with the job lists it has.</summary>
internal static class RuleChanges
{
    public static void Take(Turn turn, RulesChanged changed)
    {
        foreach (var queue in turn.Queues)
        {
            var plan = changed.Rules.Pipelines.FirstOrDefault(pipeline => pipeline.Name == queue.Plan.Name);
            foreach (var item in queue.All().Where(item => !item.IsSubmitting).ToArray())
            {
                if (plan is null)
                {
                    Drop(turn, queue, item, $"pipeline {queue.Plan.Name} was removed");
                }
                else if (Moved(changed.Rules, item) is { } project)
                {
                    Move(turn, queue, item, project);
                }
                else if (WorksOtherwise(turn.Rules, queue.Plan, changed.Rules, plan))
                {
                    StartAnew(turn, queue, item, $"pipeline {plan.Name} works in another way now");
                }
            }

            // What is being merged as one must stay one until the answer.
            if (plan is not null && plan.Strategy != queue.Plan.Strategy && !queue.All().Any(item => item.IsSubmitting))
            {
                (queue.Batch, queue.Parts) = ([], []);
            }

            Adjust(queue, plan);
        }

        MoveWaiting(turn, changed.Rules);
        turn.SetRules(changed.Rules);
        foreach (var queue in turn.Queues)
        {
            LeaveWithoutNeeds(turn, queue);
        }
    }

    // What an item needs may have gone to another queue, or the pipeline may need it ahead only now.
    private static void LeaveWithoutNeeds(Turn turn, QueueDraft queue)
    {
        foreach (var item in queue.All().Where(item => !item.IsSubmitting).ToArray())
        {
            if (queue.Find(item.Id) is { } still && Leaving.MissingNeed(turn, queue, still) is { } missing)
            {
                Leaving.Leave(turn, queue, still, still.Changes[0], $"it needs {missing}, which is not ahead of it under the new configuration", Farewell.Failed);
            }
        }
    }

    private static bool WorksOtherwise(QueueRules before, PipelinePlan pipelineBefore, QueueRules after, PipelinePlan pipelineAfter) =>
        pipelineAfter.Manager != pipelineBefore.Manager
        || pipelineAfter.Strategy != pipelineBefore.Strategy
        || (after.AllowsOvertaking != before.AllowsOvertaking && pipelineAfter.Strategy == Strategy.Probabilistic);

    private static void StartAnew(Turn turn, QueueDraft queue, QueueItem item, string reason)
    {
        Builds.Cancel(turn, item.Alternatives.SelectMany(state => state.Builds).Where(build => build.Result is null), reason);
        Leaving.Reset(turn, queue, item with { Alternatives = [], Footprint = null, Entangled = [] }, null, reason);
    }

    private static ProjectName? Moved(QueueRules rules, QueueItem item)
    {
        foreach (var target in item.Targets)
        {
            if (!rules.Has(target.Project))
            {
                return target.Project;
            }
        }

        return null;
    }

    private static void Drop(Turn turn, QueueDraft queue, QueueItem item, string reason)
    {
        if (queue.Find(item.Id) is { } still)
        {
            turn.Because(still, ReasonKind.Left, $"{still.Title} left {queue.Plan.Name}: {reason}.");
            Leaving.TakeOut(turn, queue, still, $"{still.Title} ahead of it left the queue: {reason}");
        }
    }

    // The queue that has the project now takes the item; where none has it, nobody does.
    private static void Move(Turn turn, QueueDraft queue, QueueItem item, ProjectName project)
    {
        Drop(turn, queue, item, $"{project} left queue {turn.Rules.Name}");
        foreach (var change in item.Changes)
        {
            turn.Emit(new PassOn(
                turn.NextId("p"),
                change.Project,
                new Commanded(turn.At, new EnqueueChange(queue.Plan.Name, change, [.. item.Changes.Remove(change)]), "a new configuration")));
        }

        if (item.Ref is { } tested)
        {
            turn.Emit(new PassOn(turn.NextId("p"), tested.Project, new RefArrived(turn.At, tested, queue.Plan.Name)));
        }
    }

    // What waits to enter would wait for ever in a queue that its project left.
    private static void MoveWaiting(Turn turn, QueueRules rules)
    {
        foreach (var id in turn.State.Waiting.Keys)
        {
            if (turn.Find(id) is not { } change || rules.Has(change.Project))
            {
                continue;
            }

            turn.StopWaiting(id);
            foreach (var queue in turn.Queues.Where(queue => queue.Plan.RequiresApproval && turn.Rules.TakesPart(change.Project, queue.Plan.Name)))
            {
                turn.Emit(new PassOn(
                    turn.NextId("p"),
                    change.Project,
                    new Commanded(turn.At, new EnqueueChange(queue.Plan.Name, change, [.. change.Needs.Select(turn.Find).OfType<Change>()]), "a new configuration")));
            }
        }
    }

    private static void Adjust(QueueDraft queue, PipelinePlan? plan)
    {
        if (plan is null || plan.Window == queue.Plan.Window)
        {
            return;
        }

        var window = plan.Window;
        queue.Window = (queue.Plan.Window.Start, window.Start) switch
        {
            (var before, var now) when before != now => now,
            _ when queue.Window == 0 => 0,
            _ => Math.Max(Math.Min(window.Floor, window.Start), window.Ceiling > 0 ? Math.Min(window.Ceiling, queue.Window) : queue.Window),
        };
    }
}
