namespace PluginCi.Gating;

/// <summary>Gives new items their places in queues.</summary>
internal static class Placing
{
    /// <summary>Puts an item behind those of the same or a higher priority, and never before one that is being merged. What it needs goes along.</summary>
    public static QueueItem Place(Turn turn, QueueDraft queue, QueueItem item)
    {
        var place = queue.IsOrdered ? Urge(turn, queue, item) : queue.Count;
        var placed = queue.IsOrdered && place >= queue.Reach ? Waits.ForWindow(turn, queue, item) : item;
        queue.Insert(place, placed);
        return placed;
    }

    // Returns the place that is made for it.
    private static int Urge(Turn turn, QueueDraft queue, QueueItem item)
    {
        if (queue.All().All(other => other.Priority >= item.Priority))
        {
            return queue.Count;
        }

        var before = queue.All().ToList();
        var needs = Promotion.NeedsOf(before, item);
        var place = before.FindLastIndex(ahead => ahead.IsSubmitting || ahead.Priority >= item.Priority) + 1;
        var along = before.Skip(place).Where(needs.Contains).ToList();
        var passed = before.Skip(place).Except(along).ToList();
        if (passed.Count == 0)
        {
            return before.Count;
        }

        foreach (var need in along.Where(need => before.IndexOf(need) > before.IndexOf(passed[0])))
        {
            turn.Because(need, ReasonKind.Promoted, $"{need.Title} goes before {passed[0].Title}, as {item.Title} needs it, whose priority is {item.Priority}.");
        }

        turn.Because(item, ReasonKind.Promoted, $"{item.Title} goes before {passed[0].Title}, as its priority is {item.Priority}.");
        Promotion.Reorder(turn, queue, [.. before.Take(place), .. along, .. passed]);
        return place + along.Count;
    }
}
