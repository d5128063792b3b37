using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Moves items forward in a queue. What keeps the same item ahead of it keeps its builds.</summary>
internal static class Promotion
{
    public static void Take(Turn turn, PromoteChanges wish, string who)
    {
        if (Commands.FindQueue(turn, wish.Pipeline) is not { } queue)
        {
            return;
        }

        if (wish.Changes.Where(change => queue.FindLive(change) is null).ToArray() is { Length: > 0 } strangers)
        {
            Commands.Refuse(turn, $"{string.Join(", ", strangers)} cannot be promoted: not in {wish.Pipeline}.");
            return;
        }

        var before = queue.All().ToList();
        var after = before.Where(item => item.IsSubmitting).ToList();
        foreach (var change in wish.Changes)
        {
            Add(before, after, queue.FindLive(change)!);
        }

        after.AddRange(before.Where(item => !after.Contains(item)).ToArray());
        if (Reorder(turn, queue, after))
        {
            turn.Because((ChangeId?)null, ReasonKind.Promoted, $"{who} moved {string.Join(", ", wish.Changes)} to the head of {wish.Pipeline} in queue {turn.Rules.Name}.");
        }
    }

    /// <summary>The items of a queue that an item needs, also through others; those that are needed come first.</summary>
    public static IReadOnlyList<QueueItem> NeedsOf(List<QueueItem> queued, QueueItem item)
    {
        var found = new List<QueueItem>();
        Add(queued, found, item);
        return found[..^1];
    }

    /// <summary>Gives the items of a queue another order.</summary>
    /// <returns>False when it is the order that they have.</returns>
    public static bool Reorder(Turn turn, QueueDraft queue, IReadOnlyList<QueueItem> wanted)
    {
        if (wanted.Select(item => item.Id).SequenceEqual(queue.All().Select(item => item.Id)))
        {
            return false;
        }

        BatchWalk.Disband(turn, queue, "the order of the queue changed");
        queue.Reorder([.. wanted.Select(item => queue.Find(item.Id)!)]);
        return true;
    }

    private static void Add(List<QueueItem> before, List<QueueItem> after, QueueItem item)
    {
        if (after.Contains(item))
        {
            return;
        }

        foreach (var need in before.Where(other => other != item && item.Needs.Any(other.Has)))
        {
            Add(before, after, need);
        }

        after.Add(item);
    }
}
