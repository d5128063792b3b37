using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Takes items out of queues and stops what runs for them.</summary>
internal static class Leaving
{
    /// <summary>Takes out an item that did not end by its own builds, and those that need it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="item">The item.</param>
    /// <param name="change">Which of its changes the reason is about; null for a branch or tag.</param>
    /// <param name="reason">Why, with "it" for the change.</param>
    /// <param name="farewell">What people are told. The other changes of a cycle are always told that it failed.</param>
    public static void Leave(Turn turn, QueueDraft queue, QueueItem item, Change? change, string reason, Farewell farewell)
    {
        var why = item.Changes.Length > 1 && change is not null ? $"of {change.Id}, {reason}" : reason;
        turn.Because(item, ReasonKind.Left, $"{item.Title} left {queue.Plan.Name}: {why}.");
        if (item.Changes.Length > 1 || farewell == Farewell.Failed)
        {
            Reports.Failure(turn, queue.Plan, item, $"This change left {queue.Plan.Name}: {why}.");
        }
        else if (farewell == Farewell.Left)
        {
            Reports.Left(turn, queue.Plan, item, reason);
        }

        TakeOut(turn, queue, item, $"{item.Title} ahead of it left the queue: {why}");
        LeaveWithoutNeeds(turn, queue, item, reason.StartsWith("it ", StringComparison.Ordinal) ? reason[3..] : "left the queue");
    }

    /// <summary>Takes out an item and cancels its builds.</summary>
    public static void TakeOut(Turn turn, QueueDraft queue, QueueItem item, string farewell)
    {
        // Disbanding a batch stops its builds or puts them aside: only what the item still has after that is to be cancelled.
        BatchWalk.Disband(turn, queue, item, farewell);
        Builds.CancelAll(turn, queue.Find(item.Id)!, farewell);
        turn.Remove(queue, item, farewell);
    }

    /// <summary>Takes out the items that need one that is gone and not merged, and those that need these.</summary>
    public static void LeaveWithoutNeeds(Turn turn, QueueDraft queue, QueueItem gone, string whatBecame)
    {
        if (!queue.IsOrdered || !gone.Changes.Any(change => turn.State.NeededBy.ContainsKey(change.Id)))
        {
            return;
        }

        while (FindNeeding(turn, queue, gone) is { } needing)
        {
            var (item, need) = needing;
            var why = $"it needs {need}, which {whatBecame}";
            turn.Because(item, ReasonKind.Rejected, $"{item.Title} left {queue.Plan.Name}: {why}.");
            Reports.Failure(turn, queue.Plan, item, $"This change left {queue.Plan.Name}: {why}.");
            Ends.RememberRejection(turn, queue.Plan, item);
            TakeOut(turn, queue, item, $"{item.Title} ahead of it left the queue: {why}");
            LeaveWithoutNeeds(turn, queue, item, "left the queue");
        }
    }

    /// <summary>Finds what an item of an ordered pipeline needs that is neither merged nor ahead of it.</summary>
    public static ChangeId? MissingNeed(Turn turn, QueueDraft queue, QueueItem item)
    {
        if (!queue.IsOrdered)
        {
            return null;
        }

        var place = queue.IndexOf(item.Id);
        foreach (var need in item.Needs.Where(need => !turn.IsMerged(need)))
        {
            if (!item.Has(need) && !queue.All().Take(place).Any(ahead => ahead.Has(need)))
            {
                return need;
            }
        }

        return null;
    }

    /// <summary>Throws away what an item is tested on, so that the next walk makes it anew.</summary>
    public static QueueItem Reset(Turn turn, QueueDraft queue, QueueItem item, ItemId? newAhead, string reason)
    {
        var reset = item with { Ahead = newAhead };
        if (item.Buildset is not null)
        {
            reset = Reuse.PutAside(turn, reset, reason) with { Buildset = null, Resets = item.Resets + 1 };
            turn.Because(item, ReasonKind.Reset, $"{item.Title} is tested anew in {queue.Plan.Name}: {reason}.");
        }

        return queue.Replace(reset);
    }

    private static (QueueItem Item, ChangeId Need)? FindNeeding(Turn turn, QueueDraft queue, QueueItem gone)
    {
        var gones = gone.Changes.Select(change => change.Id).ToImmutableArray();
        foreach (var item in queue.All())
        {
            foreach (var need in item.Needs)
            {
                if (gones.Contains(need) && !item.IsSubmitting && !turn.IsMerged(need))
                {
                    return (item, need);
                }
            }
        }

        return null;
    }
}
