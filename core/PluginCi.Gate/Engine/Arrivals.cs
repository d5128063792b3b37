using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>News of a change: what is queued of it may have to leave, and it may have to enter.</summary>
internal static class Arrivals
{
    public static void Take(Turn turn, ChangeArrived arrived)
    {
        foreach (var related in arrived.Related)
        {
            turn.Know(related);
        }

        turn.Know(arrived.Change);
        foreach (var related in arrived.Related)
        {
            LeaveWhereOutdated(turn, related);
        }

        var change = arrived.Change;
        LeaveWhereOutdated(turn, change);
        if (change.Status == ChangeStatus.Open && !turn.IsMerged(change.Id) && arrived.Trigger is { } trigger && turn.Rules.Has(change.Project))
        {
            Enter(turn, change, trigger);
        }

        Enqueueing.TryWaiting(turn);
    }

    private static void Enter(Turn turn, Change change, Trigger trigger)
    {
        var queues = turn.Queues.Where(queue => turn.Rules.TakesPart(change.Project, queue.Plan.Name)).ToArray();
        if (queues.Any(queue => queue.Plan.RequiresApproval && queue.Plan.On.Contains(trigger)))
        {
            // It is asked for anew, whatever it waited for.
            turn.StopWaiting(change.Id);
        }

        foreach (var queue in queues)
        {
            if (queue.Plan.On.Contains(trigger))
            {
                Enqueueing.Try(turn, queue, change);
            }
            else if (trigger == Trigger.Patchset && Approvals.IsKept(turn, queue.Plan, change))
            {
                turn.Because(change.Id, ReasonKind.Enqueued, $"{change.Id} keeps the approval of patchset {turn.State.Rejected[change.Id].Patchset}, which {queue.Plan.Name} rejected.");
                Enqueueing.Try(turn, queue, change);
            }
        }
    }

    private static void LeaveWhereOutdated(Turn turn, Change change)
    {
        foreach (var queue in turn.Queues)
        {
            foreach (var item in queue.FindAll(change.Id).Where(item => !item.IsSubmitting))
            {
                Update(turn, queue, item, change);
            }
        }

        if (change.Status != ChangeStatus.Open || !(change.IsApproved || turn.Queues.Any(queue => Approvals.IsKept(turn, queue.Plan, change))))
        {
            turn.StopWaiting(change.Id);
        }

        if (change.Status != ChangeStatus.Open || IsAskedAnew(turn, change))
        {
            turn.ForgetRejection(change.Id);
        }
    }

    // A rework ends the approval of what it reworked for good: a later rebase of it brings none back.
    private static bool IsAskedAnew(Turn turn, Change change) =>
        change.Kind == PatchsetKind.Rework
        && turn.State.Rejected.TryGetValue(change.Id, out var rejected)
        && rejected.Patchset < change.Patchset
        && turn.Queues.Any(queue => queue.Plan.Name == rejected.Pipeline && queue.Plan.OnNewPatchset == NewPatchsetRule.AskAgainIfReworked);

    private static void Update(Turn turn, QueueDraft queue, QueueItem item, Change change)
    {
        var before = item.Changes.First(own => own.Id == change.Id);
        change = change with { KeepsApproval = before.KeepsApproval };
        var updated = item with { Changes = item.Changes.Replace(before, change) };
        switch (change)
        {
            case { Status: ChangeStatus.Abandoned }:
                Leaving.Leave(turn, queue, item, change, "it was abandoned", Farewell.Quiet);
                break;
            case { Status: ChangeStatus.Merged }:
                Leaving.Leave(turn, queue, item, change, "somebody merged it past the gate", Farewell.Quiet);
                break;
            case var _ when change.Patchset != before.Patchset:
                if (queue.Plan.DequeuesOutdated)
                {
                    RememberIfRejected(turn, queue, item);
                    Leaving.Leave(turn, queue, item, change, $"it has a new patchset, {change.Patchset}", Farewell.Quiet);
                }

                break;
            case var _ when Approvals.FindObstacle(queue.Plan, change) is { } obstacle:
                Leaving.Leave(turn, queue, item, change, $"it {obstacle.Inside}", Farewell.Left);
                break;
            case var _ when Leaving.MissingNeed(turn, queue, updated) is { } missing:
                Leaving.Leave(turn, queue, item, change, $"it needs {missing} now, which is not ahead of it", Farewell.Failed);
                break;
            default:
                queue.Replace(updated);
                break;
        }
    }

    // Its author may have seen that it fails, or been told of a conflict, before its turn to be rejected came.
    private static void RememberIfRejected(Turn turn, QueueDraft queue, QueueItem item)
    {
        if (Verdict.IsFailing(item) || item.ToldConflict is not null)
        {
            Ends.RememberRejection(turn, queue.Plan, item);
        }
    }
}
