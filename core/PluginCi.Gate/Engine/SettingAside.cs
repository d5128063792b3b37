using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>
/// Takes changes that a freeze stops out of queues that it does not stop as a whole: they would hold up those behind them, and be tested again and again as these
/// merge. They wait outside with their approval, and enter by themselves when the freeze ends.
/// </summary>
internal static class SettingAside
{
    public static void TakeOut(Turn turn)
    {
        foreach (var queue in turn.State.Freezes.IsEmpty ? [] : turn.Queues)
        {
            foreach (var (item, waits) in FindHeld(turn, queue))
            {
                SetAside(turn, queue, item, waits);
            }
        }
    }

    // In queue order, so that what needs a held one is found behind it.
    private static List<(QueueItem Item, Admission.Waits Waits)> FindHeld(Turn turn, QueueDraft queue)
    {
        var held = new List<(QueueItem Item, Admission.Waits Waits)>();
        foreach (var item in queue.All().Where(item => !item.IsSubmitting && !item.Changes.IsEmpty))
        {
            if (Freezing.FindAside(turn, queue, item.Changes) is { } own)
            {
                held.Add((item, own));
            }
            else if (held.Find(other => item.Needs.Any(other.Item.Has)) is { Item: { } needed } first)
            {
                held.Add((item, first.Waits with { Reason = $"it needs {needed.Title}, and {first.Waits.Reason}" }));
            }
        }

        return held;
    }

    private static void SetAside(Turn turn, QueueDraft queue, QueueItem item, Admission.Waits waits)
    {
        turn.Because(item, ReasonKind.Left, $"{item.Title} left {queue.Plan.Name}: {waits.Reason}.");
        foreach (var change in item.Changes)
        {
            // The approval of an earlier patchset counts as long as that is known to be rejected.
            if (change is { IsApproved: false, KeepsApproval: true })
            {
                turn.Reject(change.Id, new RejectedPatchset(queue.Plan.Name, change.Patchset - 1));
            }

            // What was news while it was being merged counts from now on: it may have lost its approval, or have another patchset with one.
            if (turn.Find(change.Id) is { Status: ChangeStatus.Open } newest)
            {
                Enqueueing.Remember(turn, queue, newest, waits);
            }
        }

        var follows = item.Changes.All(change => turn.State.Waiting.ContainsKey(change.Id)) ? ". It enters again by itself" : "";
        Reports.Left(turn, queue.Plan, item, $"{waits.Reason}{follows}");
        Leaving.TakeOut(turn, queue, item, $"{item.Title} ahead of it left the queue: merges of it are frozen");
    }
}
