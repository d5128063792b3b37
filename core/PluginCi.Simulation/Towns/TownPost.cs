using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Brings events to the queues they are for, and what the queues ask for to those who do it: one after the other, first come, first served.</summary>
internal sealed class TownPost(TownClock clock, TownQueues queues, ReviewSystem reviews, Merger merger)
{
    // Events; and what came of an event to be done, with the state that asked for it.
    private readonly Queue<(TownQueue Queue, GateEvent? Happened, GateEffect? Effect, GateState? Then)> _work = new();

    public void Post(TownQueue queue, GateEvent happened) => _work.Enqueue((queue, happened, null, null));

    /// <summary>Posts an event, and before it the tip of every branch that its changes are for and that the queue does not know yet.</summary>
    public void Deliver(TownQueue queue, GateEvent happened)
    {
        foreach (var branch in ChangesOf(happened).Select(change => change.Target).Distinct().Where(branch => !queue.State.Tips.ContainsKey(branch)))
        {
            Post(queue, new BranchMoved(clock.Now, branch, merger.Ensure(branch)));
        }

        Post(queue, happened);
    }

    /// <summary>Tells every queue that a change is news for.</summary>
    /// <param name="change">The change.</param>
    /// <param name="trigger">What happened to it; null for news alone.</param>
    /// <param name="except">A queue that knows already, or null.</param>
    public void Tell(ChangeId change, Trigger? trigger, TownQueue? except = null)
    {
        var arrived = new ChangeArrived(clock.Now, reviews[change].Facts, trigger, reviews.RelatedTo(change));
        foreach (var queue in queues.Knowing(arrived.Change).Where(queue => queue != except))
        {
            Deliver(queue, arrived);
        }
    }

    /// <summary>Tells every queue that rests on a branch where it is.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="except">A queue that knows already, or null.</param>
    public void Tell(ProjectBranch branch, TownQueue? except = null)
    {
        foreach (var queue in queues.Knowing(branch).Where(queue => queue != except))
        {
            Post(queue, new BranchMoved(clock.Now, branch, merger.TipOf(branch)));
        }
    }

    /// <summary>Tells a queue of those branches of its projects that it does not know yet.</summary>
    public void Introduce(TownQueue queue, QueueRules rules)
    {
        foreach (var project in rules.Projects.Keys)
        {
            merger.Ensure(new ProjectBranch(project, Town.DefaultBranch));
        }

        foreach (var branch in merger.Branches.Where(branch => rules.Has(branch.Project) && !queue.State.Tips.ContainsKey(branch)))
        {
            Post(queue, new BranchMoved(clock.Now, branch, merger.TipOf(branch)));
        }
    }

    /// <summary>Works until nothing is left to do.</summary>
    /// <param name="perform">Does what a queue asks for.</param>
    /// <param name="decided">Hears of every decision.</param>
    public void Settle(Action<TownQueue, GateEffect, GateState> perform, Action<TownQueue, GateDecision>? decided)
    {
        while (_work.TryDequeue(out var next))
        {
            if (next.Happened is not { } happened)
            {
                perform(next.Queue, next.Effect!, next.Then!);
                continue;
            }

            var decision = next.Queue.Take(happened);
            decided?.Invoke(next.Queue, decision);
            foreach (var effect in decision.Effects)
            {
                _work.Enqueue((next.Queue, null, effect, decision.Next));
            }
        }
    }

    private static IEnumerable<Change> ChangesOf(GateEvent happened) => happened switch
    {
        ChangeArrived arrived => arrived.Related.Prepend(arrived.Change),
        Commanded { Command: EnqueueChange enqueue } => enqueue.Related.Prepend(enqueue.Change),
        _ => [],
    };
}
