using System.Diagnostics;

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
        foreach (var queue in turn.Queues)
        {
            Walk(turn, queue);
        }

        return turn.Decide();
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

    private static void Walk(Turn turn, QueueDraft queue)
    {
        switch (queue.Plan)
        {
            case { Manager: Model.PipelineManager.Independent }:
                IndependentWalk.Walk(turn, queue);
                break;
            case { Manager: Model.PipelineManager.Supercedent }:
                SupercedentWalk.Walk(turn, queue);
                break;
            case { Strategy: Model.Strategy.Batch, Manager: Model.PipelineManager.Dependent }:
                BatchWalk.Walk(turn, queue);
                break;
            case { Strategy: Model.Strategy.Probabilistic, Manager: Model.PipelineManager.Dependent } when turn.Rules.AllowsOvertaking:
                GraphWalk.Walk(turn, queue);
                break;
            case { Strategy: Model.Strategy.Probabilistic, Manager: Model.PipelineManager.Dependent }:
                SpeculativeWalk.Walk(turn, queue);
                break;
            default:
                LinearWalk.Walk(turn, queue);
                break;
        }
    }
}
