using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Stops merges and allows them again, by operators, by the site and by the gate itself.</summary>
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

    /// <summary>Why changes wait outside a queue: a freeze stops them, and not all that may be behind them.</summary>
    public static Admission.Waits? FindAside(Turn turn, QueueDraft queue, ImmutableArray<Change> changes)
    {
        // Where no approval is asked for, nobody would know later what to let in.
        if (turn.State.Freezes.IsEmpty || !queue.IsOrdered || queue.Plan is not { Submits: true, RequiresApproval: true })
        {
            return null;
        }

        var freeze = turn.State.Freezes.FirstOrDefault(freeze => freeze.Stops(turn.Rules, changes) && !freeze.StopsAll(turn.Rules));
        return freeze is null ? null : new Admission.Waits($"it waits for {Describe(freeze)}", IsTold: true);
    }

    /// <summary>What those who wait for the end of a freeze wait for.</summary>
    public static string Describe(Freeze freeze) => $"the end of the freeze of {freeze.Scope} by {freeze.Who}: {freeze.Reason}";

    public static bool IsKnown(QueueRules rules, string scope) =>
        scope == Freeze.Everything || scope == rules.Name.Value || rules.Groups.ContainsKey(scope) || rules.Has(new ProjectName(scope));

    public static void Start(Turn turn, FreezeMerges wish, string who)
    {
        var freeze = new Freeze(wish.Scope, wish.Reason, who, turn.At, wish.Until) { Branches = wish.Branches, Exceptions = wish.Exceptions };
        turn.SetFreezes([.. turn.State.Freezes.Where(other => other.IsOfSite || other.Scope != wish.Scope), freeze]);
        Announce(turn, freeze);
    }

    public static void End(Turn turn, ThawMerges wish, string who)
    {
        if (turn.State.Freezes.FirstOrDefault(freeze => !freeze.IsOfSite && freeze.Scope == wish.Scope) is not { } ended)
        {
            turn.Because((ChangeId?)null, ReasonKind.CommandRefused, WhyNotFrozen(turn, wish.Scope));
            return;
        }

        turn.SetFreezes(turn.State.Freezes.Remove(ended));
        turn.Because((ChangeId?)null, ReasonKind.Thawed, $"Merges of {wish.Scope} are allowed again by {who}.");
    }

    /// <summary>Stops the whole queue by the gate itself, as what is on the branches may not be what was tested.</summary>
    public static void Stop(Turn turn, string reason)
    {
        turn.Because((ChangeId?)null, ReasonKind.Alarm, $"Queue {turn.Rules.Name} is stopped: {reason}");
        Start(turn, new FreezeMerges(turn.Rules.Name.Value, reason), OwnName);
    }

    /// <summary>Begins and ends freezes whose time has come, and lets changes in and out of queues as they want it.</summary>
    /// <param name="turn">The turn, after its event was taken.</param>
    /// <param name="before">The freezes in force before it.</param>
    public static void Settle(Turn turn, ImmutableArray<Freeze> before)
    {
        TakeFromSite(turn);
        foreach (var over in turn.State.Freezes.Where(freeze => freeze.Until <= turn.At).ToArray())
        {
            turn.SetFreezes(turn.State.Freezes.Remove(over));
            turn.Because((ChangeId?)null, ReasonKind.Thawed, $"Merges of {over.Scope} are allowed again: the time of the freeze by {over.Who} is over.");
        }

        SettingAside.TakeOut(turn);
        if (turn.State.Freezes != before)
        {
            Enqueueing.TryWaiting(turn);
        }
    }

    private static void TakeFromSite(Turn turn)
    {
        foreach (var freeze in turn.State.Freezes.Where(freeze => freeze.IsOfSite && turn.Rules.Freezes.All(plan => plan.Name != freeze.Scope)).ToArray())
        {
            turn.SetFreezes(turn.State.Freezes.Remove(freeze));
            turn.Because((ChangeId?)null, ReasonKind.Thawed, $"Merges of {freeze.Scope} are allowed again: the site does not freeze them any more.");
        }

        foreach (var plan in turn.Rules.Freezes)
        {
            var known = turn.State.Freezes.FirstOrDefault(freeze => freeze.IsOfSite && freeze.Scope == plan.Name);
            if (plan.Until <= turn.At)
            {
                continue;
            }

            // What has begun has begun, also for an event that was stamped before that and comes late; unless the site puts it off.
            if (plan.From > turn.At && !(known is not null && plan.From <= known.Since))
            {
                EndUntilThen(turn, known, plan);
            }
            else if (known is null)
            {
                var freeze = Freeze.Of(plan, turn.At);
                turn.SetFreezes(turn.State.Freezes.Add(freeze));
                Announce(turn, freeze);
            }
            else if (!known.IsAs(plan))
            {
                turn.SetFreezes(turn.State.Freezes.Replace(known, Freeze.Of(plan, known.Since)));
            }
        }
    }

    // The site may put off what has begun.
    private static void EndUntilThen(Turn turn, Freeze? known, FreezePlan plan)
    {
        if (known is not null)
        {
            turn.SetFreezes(turn.State.Freezes.Remove(known));
            turn.Because((ChangeId?)null, ReasonKind.Thawed, $"Merges of {known.Scope} are allowed again: the site freezes them from {plan.From:u}.");
        }
    }

    private static void Announce(Turn turn, Freeze freeze)
    {
        var end = freeze.Until is { } until ? $" until {until:u}" : "";
        turn.Because((ChangeId?)null, ReasonKind.Frozen, $"Merges of {freeze.Merges} are frozen by {(freeze.IsOfSite ? $"{freeze.Scope} of {freeze.Who}" : freeze.Who)}{end}: {freeze.Reason}");
        foreach (var item in turn.Queues.SelectMany(queue => queue.All()).Where(item => item.IsSubmitting && freeze.Stops(turn.Rules, item.Changes)).ToArray())
        {
            turn.Because(item, ReasonKind.Frozen, $"{item.Title} is being merged at this moment; it is merged all the same if that has begun.");
        }
    }

    private static string WhyNotFrozen(Turn turn, string scope) => turn.State.Freezes switch
    {
        [] => $"{scope} is not frozen; nothing is frozen.",
        var all when all.FirstOrDefault(freeze => freeze.IsOfSite && freeze.Scope == scope) is { } ofSite => $"The site freezes {scope} ({ofSite.Who}); take it out of there, or give it an earlier end.",
        var all => $"{scope} is not frozen; frozen are: {string.Join(", ", all.Select(freeze => freeze.Scope))}.",
    };
}
