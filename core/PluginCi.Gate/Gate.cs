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
        switch (happened)
        {
            case ChangeArrived arrived:
                Arrivals.Take(turn, arrived);
                break;
            case BranchMoved moved:
                BranchMoves.Take(turn, moved);
                break;
            case BuildsetPrepared prepared:
                Preparations.Take(turn, prepared);
                break;
            case BuildEnded ended:
                BuildEnds.Take(turn, ended);
                break;
            case SubmitEnded submitted:
                Submits.Take(turn, submitted);
                break;
            case RulesChanged changed:
                RuleChanges.Take(turn, changed);
                break;
            default:
                throw new UnreachableException($"Unknown event {happened.GetType().Name}.");
        }

        Pass.Settle(turn);
        return turn.Decide();
    }
}
