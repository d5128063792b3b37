namespace PluginCi.Gating;

/// <summary>Takes what was found by looking at the facts, and not by news of them.</summary>
internal static class Alarms
{
    public static void Take(Turn turn, Stalled stalled)
    {
        foreach (var queue in turn.Queues)
        {
            if (queue.Find(stalled.Item) is { } item)
            {
                turn.Because(item, ReasonKind.Alarm, $"{item.Title} does not go on in {queue.Plan.Name}: {stalled.Found}.");
                if (stalled.StartsAnew)
                {
                    StartAnew(turn, queue, item);
                }
            }
        }
    }

    public static void Take(Turn turn, MergeLost lost)
    {
        var changes = string.Join(", ", lost.Changes);
        var found = lost.Tip is { } tip ? $"is at {BranchMoves.Short(tip)} and does not hold it" : "is gone";
        foreach (var change in lost.Changes)
        {
            turn.Because(change, ReasonKind.Alarm, $"{change} was merged into {lost.Branch}, but is no longer in its history.");
        }

        Freezing.Stop(turn, $"{changes} was merged into {lost.Branch} as {BranchMoves.Short(lost.Commit)}, but {lost.Branch} {found}");
    }

    private static void StartAnew(Turn turn, QueueDraft queue, QueueItem item)
    {
        const string Reason = "what it waited for could never come";
        Submits.Release(queue, item);
        item = queue.Find(item.Id)!;
        foreach (var other in item.Alternatives)
        {
            Builds.Cancel(turn, other.Builds.Where(build => build.Result is null), Reason);
        }

        Leaving.Reset(turn, queue, item with { Alternatives = [] }, item.Ahead, Reason);
    }
}
