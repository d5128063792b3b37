using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Stops merges and allows them again. Tests are not concerned.</summary>
internal static class Freezing
{
    private const string OwnName = "PluginCI";

    /// <summary>The oldest freeze that stops the merge of changes, or null.</summary>
    public static Freeze? Find(Turn turn, ImmutableArray<Change> changes)
    {
        foreach (var freeze in turn.State.Freezes)
        {
            if (freeze.Stops(turn.Rules, changes))
            {
                return freeze;
            }
        }

        return null;
    }

    public static bool IsKnown(QueueRules rules, string scope) =>
        scope == Freeze.Everything || scope == rules.Name.Value || rules.Groups.ContainsKey(scope) || rules.Has(new ProjectName(scope));

    public static void Start(Turn turn, FreezeMerges wish, string who)
    {
        var freeze = new Freeze(wish.Scope, wish.Reason, who, turn.At, wish.Until);
        turn.SetFreezes([.. turn.State.Freezes.Where(other => other.Scope != wish.Scope), freeze]);
        var end = wish.Until is { } until ? $" until {until:u}" : "";
        turn.Because((ChangeId?)null, ReasonKind.Frozen, $"Merges of {wish.Scope} are frozen by {who}{end}: {wish.Reason}");
    }

    public static void End(Turn turn, ThawMerges wish, string who)
    {
        if (turn.State.Freezes.All(freeze => freeze.Scope != wish.Scope))
        {
            var known = turn.State.Freezes.IsEmpty ? "nothing is frozen" : $"frozen are: {string.Join(", ", turn.State.Freezes.Select(freeze => freeze.Scope))}";
            turn.Because((ChangeId?)null, ReasonKind.CommandRefused, $"{wish.Scope} is not frozen; {known}.");
            return;
        }

        turn.SetFreezes([.. turn.State.Freezes.Where(freeze => freeze.Scope != wish.Scope)]);
        turn.Because((ChangeId?)null, ReasonKind.Thawed, $"Merges of {wish.Scope} are allowed again by {who}.");
    }

    /// <summary>Stops the whole queue by the gate itself, as what is on the branches may not be what was tested.</summary>
    public static void Stop(Turn turn, string reason)
    {
        turn.Because((ChangeId?)null, ReasonKind.Alarm, $"Queue {turn.Rules.Name} is stopped: {reason}");
        Start(turn, new FreezeMerges(turn.Rules.Name.Value, reason), OwnName);
    }
}
