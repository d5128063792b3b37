using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Lets changes into queues, what they need first.</summary>
internal static class Enqueueing
{
    /// <summary>Enqueues a change where it may; else records why not, and reports it where nothing but a new attempt can help.</summary>
    public static void Try(Turn turn, PipelinePlan pipeline, Change change)
    {
        switch (Admit(turn, pipeline, change, []))
        {
            case Admission.Waits waits:
                if (change.IsApproved)
                {
                    turn.Wait(change.Id, waits.Reason);
                }

                turn.Because(change.Id, ReasonKind.NotEnqueued, $"{change.Id} is not in {pipeline.Name} yet: {waits.Reason}.");
                break;
            case Admission.Refused refused:
                turn.Because(change.Id, ReasonKind.NotEnqueued, $"{change.Id} cannot enter {pipeline.Name}: {refused.Reason}.");
                Reports.Refuse(turn, pipeline, change, $"This change cannot enter {pipeline.Name}: {refused.Reason}.");
                break;
            case Admission.Entered:
                TryWaiting(turn);
                break;
            default:
                break;
        }
    }

    /// <summary>Tries again the approved changes that waited for another: it may be queued or merged now.</summary>
    public static void TryWaiting(Turn turn)
    {
        bool someEntered;
        do
        {
            someEntered = false;
            foreach (var pipeline in turn.State.Rules.Pipelines.Where(pipeline => pipeline.RequiresApproval))
            {
                foreach (var id in turn.State.Waiting.Keys)
                {
                    someEntered |= turn.State.Changes.TryGetValue(id, out var change)
                        && Admit(turn, pipeline, change, []) is Admission.Entered;
                }
            }
        }
        while (someEntered);
    }

    private static Admission Admit(Turn turn, PipelinePlan pipeline, Change change, IReadOnlyList<ChangeId> askedBy)
    {
        if (turn.Queue(pipeline.Name).FindLive(change.Id) is not null)
        {
            return new Admission.IsThere();
        }

        if (pipeline.RequiresApproval && !change.IsApproved)
        {
            return new Admission.Waits($"{change.Id} is not approved");
        }

        var askers = askedBy.Append(change.Id).ToArray();
        foreach (var need in change.Needs.Where(need => !turn.IsMerged(need)))
        {
            var obstacle = askers.Contains(need)
                ? new Admission.Refused($"its dependencies go round in a circle: {string.Join(" needs ", askers.Append(need))}")
                : AdmitNeed(turn, pipeline, change, need, askers);
            if (obstacle is not null)
            {
                return obstacle;
            }
        }

        Append(turn, pipeline, change);
        return new Admission.Entered();
    }

    private static Admission? AdmitNeed(Turn turn, PipelinePlan pipeline, Change change, ChangeId need, IReadOnlyList<ChangeId> askers)
    {
        if (!turn.State.Changes.TryGetValue(need, out var needed))
        {
            return new Admission.Refused($"{change.Id} needs {need}, which no connection knows");
        }

        if (needed.Status == ChangeStatus.Abandoned)
        {
            return new Admission.Refused($"{change.Id} needs {need}, which is abandoned");
        }

        if (pipeline.Manager == PipelineManager.Independent)
        {
            return null;
        }

        if (!turn.State.Rules.Projects.Contains(needed.Project))
        {
            return new Admission.Refused(
                $"{change.Id} needs {need} of {needed.Project}, which does not share queue {turn.State.Rules.Name}; merge {need} first");
        }

        return Admit(turn, pipeline, needed, askers) switch
        {
            Admission.Waits waits => new Admission.Waits($"it needs {need}, and {waits.Reason}"),
            Admission.Refused refused => refused,
            _ => null,
        };
    }

    private static void Append(Turn turn, PipelinePlan pipeline, Change change)
    {
        Supersede(turn, pipeline, change);
        turn.StopWaiting(change.Id);
        var ahead = pipeline.Manager == PipelineManager.Independent ? AppendCopies(turn, pipeline, change, []) : null;
        var item = Add(turn, pipeline, change, ahead, isLive: true);
        turn.Because(change.Id, ReasonKind.Enqueued, $"{change.Id} entered {pipeline.Name} in queue {turn.State.Rules.Name}.");
        if (pipeline.ReportsStart)
        {
            Reports.Start(turn, pipeline, item);
        }
    }

    private static void Supersede(Turn turn, PipelinePlan pipeline, Change change)
    {
        foreach (var other in turn.State.Rules.Pipelines.Where(other => pipeline.Supercedes.Contains(other.Name)))
        {
            if (turn.Queue(other.Name).FindLive(change.Id) is { } item)
            {
                Leaving.Leave(turn, other, item, $"it entered {pipeline.Name}, which supercedes {other.Name}", isTold: false);
            }
        }
    }

    /// <summary>Puts a copy of each change that the change needs, transitively, ahead of it in the order they would merge.</summary>
    /// <returns>The last copy, or null when it needs nothing that is not merged.</returns>
    private static ItemId? AppendCopies(Turn turn, PipelinePlan pipeline, Change change, HashSet<ChangeId> copied)
    {
        ItemId? ahead = null;
        foreach (var needed in InMergeOrder(turn, change, copied))
        {
            ahead = Add(turn, pipeline, needed, ahead, isLive: false).Id;
        }

        return ahead;
    }

    private static IEnumerable<Change> InMergeOrder(Turn turn, Change change, HashSet<ChangeId> seen)
    {
        foreach (var need in change.Needs.Where(need => !turn.IsMerged(need) && seen.Add(need)))
        {
            if (turn.State.Changes.TryGetValue(need, out var needed))
            {
                foreach (var first in InMergeOrder(turn, needed, seen))
                {
                    yield return first;
                }

                yield return needed;
            }
        }
    }

    private static QueueItem Add(Turn turn, PipelinePlan pipeline, Change change, ItemId? ahead, bool isLive)
    {
        var item = new QueueItem
        {
            Id = new ItemId(turn.NextId("i")),
            Change = change,
            Ahead = ahead,
            IsLive = isLive,
            EnqueuedAt = turn.At,
        };
        var queue = turn.Queue(pipeline.Name);
        turn.Replace(queue with { Items = queue.Items.Add(item) });
        return item;
    }
}
