using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>The gate: decides, and does nothing else.</summary>
public static class Gate
{
    /// <summary>Decides what follows from one event.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="happened">What happened.</param>
    /// <returns>The state after it, what is to be done, and why. The same arguments always give the same decision.</returns>
    public static GateDecision Apply(GateState state, GateEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(happened);
        var turn = new Turn(state, happened.At);
        Take(turn, happened);
        Freezing.Settle(turn, state.Freezes);
        Walk(turn);

        // What was rejected on the way has left a place.
        if (!turn.State.Waiting.IsEmpty && turn.Queues.Any(queue => queue.Plan.MostChanges > 0) && Enqueueing.TryWaiting(turn))
        {
            Walk(turn);
        }

        return turn.Decide();
    }

    private static void Walk(Turn turn)
    {
        foreach (var queue in turn.Queues)
        {
            WalkOf(turn.Rules, queue.Plan)(turn, queue);
        }
    }

    private static void Take(Turn turn, GateEvent happened)
    {
        switch (happened)
        {
            case ChangeArrived arrived:
                Arrivals.Take(turn, arrived);
                break;
            case BranchMoved moved:
                BranchMoves.Take(turn, moved);
                break;
            case RefArrived arrived:
                RefArrivals.Take(turn, arrived);
                break;
            case BuildsetPrepared prepared:
                Preparations.Take(turn, prepared);
                break;
            case BuildPaused paused:
                BuildNews.Take(turn, paused);
                break;
            case BuildFailing failing:
                BuildNews.Take(turn, failing);
                break;
            case BuildEnded ended:
                BuildNews.Take(turn, ended);
                break;
            case SubmitEnded submitted:
                Submits.Take(turn, submitted);
                break;
            case Commanded commanded:
                Commands.Take(turn, commanded);
                break;
            case RulesChanged changed:
                RuleChanges.Take(turn, changed);
                break;
            case FreezesDue:
                // Its time is all that it says.
                break;
            case Stalled stalled:
                Alarms.Take(turn, stalled);
                break;
            case MergeLost lost:
                Alarms.Take(turn, lost);
                break;
            default:
                throw new UnreachableException($"Unknown event {happened.GetType().Name}.");
        }
    }

    private static Walk WalkOf(QueueRules rules, PipelinePlan pipeline) => pipeline switch
    {
        { Manager: PipelineManager.Independent } => IndependentWalk.Walk,
        { Manager: PipelineManager.Supercedent } => SupercedentWalk.Walk,
        { Manager: PipelineManager.Dependent, Strategy: Strategy.Batch } => BatchWalk.Walk,
        { Manager: PipelineManager.Dependent, Strategy: Strategy.Probabilistic } => rules.AllowsOvertaking ? GraphWalk.Walk : SpeculativeWalk.Walk,
        _ => LinearWalk.Walk,
    };
}
