using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Walks a queue that tests many changes as one, and halves those that fail together.</summary>
/// <remarks>The parts of a failed batch are tested one after the other, each on what the one before it left: two halves that pass side by side would land untested together.</remarks>
internal static class BatchWalk
{
    public static void Walk(Turn turn, QueueDraft queue)
    {
        while (queue.Count > 0)
        {
            if (queue.Batch.IsEmpty)
            {
                Form(turn, queue);
            }

            var batch = queue.Batch;
            Advance(turn, queue);
            if (queue.Batch == batch)
            {
                Wait(turn, queue);
                return;
            }
        }
    }

    /// <summary>The items that are tested as one with an item, in queue order; the item alone where nothing is.</summary>
    public static ImmutableArray<QueueItem> MembersOf(QueueDraft queue, QueueItem item) =>
        queue.Batch.Contains(item.Id) ? [.. queue.Batch.Select(id => queue.Find(id)!)] : [item];

    /// <summary>The changes of the batch under test, in merge order.</summary>
    public static ImmutableArray<Change> ChangesOf(QueueDraft queue) => [.. queue.Batch.SelectMany(id => queue.Find(id)!.Changes)];

    /// <summary>Gives up the batch that an item is in, as the item goes.</summary>
    public static void Disband(Turn turn, QueueDraft queue, QueueItem item, string reason)
    {
        if (queue.Batch.Contains(item.Id))
        {
            Disband(turn, queue, reason);
        }
    }

    /// <summary>Gives up the batch under test; the next walk forms another.</summary>
    public static void Disband(Turn turn, QueueDraft queue, string reason)
    {
        if (!queue.Batch.IsEmpty && queue.Find(queue.Batch[^1]) is { Buildset: not null } leader)
        {
            Leaving.Reset(turn, queue, leader, null, reason);
        }

        queue.Batch = [];
        queue.Parts = [];
    }

    /// <summary>Leaves a change that conflicts, and those behind it, out of the batch under test.</summary>
    /// <returns>False where there is no batch of several: then the conflict is the item's own.</returns>
    public static bool TryLeaveOut(Turn turn, QueueDraft queue, QueueItem leader, MergeConflict conflict)
    {
        if (queue.Batch.Length < 2 || queue.Batch[^1] != leader.Id)
        {
            return false;
        }

        var place = queue.Batch.Select(id => queue.Find(id)!).ToList().FindIndex(member => conflict.Change is not { } about || member.Has(about));
        var kept = Math.Max(1, place);
        turn.Because(leader, ReasonKind.Reset, $"The batch of {leader.Title} is tested without {queue.Find(queue.Batch[Math.Max(0, place)])!.Title}, which conflicts: {conflict.Text}.");
        queue.Replace(leader with { Buildset = null });
        queue.Parts = queue.Parts.Insert(0, queue.Batch[kept..]);
        queue.Batch = queue.Batch[..kept];
        return true;
    }

    /// <summary>Takes the item that was refused out of a batch that passed, so that the others can go on; halves the batch when nobody can tell which it was.</summary>
    public static void Part(Turn turn, QueueDraft queue, QueueItem? refused, string reason)
    {
        var leader = queue.Find(queue.Batch[^1])!;
        if (refused is null)
        {
            Halve(turn, queue, leader, $"the review system refused the batch ({reason})");
            return;
        }

        Submits.GiveUp(turn, queue, queue.Find(refused.Id)!, leader.Buildset!, reason);
    }

    private static void Form(Turn turn, QueueDraft queue)
    {
        // Asked for before the pipeline tested batches: nothing joins it before the answer.
        if (queue[0].IsSubmitting)
        {
            (queue.Batch, queue.Active) = ([queue[0].Id], queue.Count);
            return;
        }

        queue.Batch = queue.Parts.IsEmpty
            ? [.. queue.All().Take(Size(turn, queue.Plan)).Select(item => item.Id)]
            : queue.Parts[0];
        queue.Parts = queue.Parts.IsEmpty ? [] : queue.Parts.RemoveAt(0);
        queue.Active = queue.Count;
    }

    // Source: the best size of a batch is about one over the root of the failure rate. Few results say little, so they are mixed with twenty passes.
    private static int Size(Turn turn, PipelinePlan plan)
    {
        var seen = turn.State.Outcomes;
        var rate = seen.Failed / (seen.Passed + seen.Failed + 20);
        return rate <= 0 ? plan.MostInBatch : Math.Clamp((int)Math.Round(1 / Math.Sqrt(rate)), 1, plan.MostInBatch);
    }

    private static void Advance(Turn turn, QueueDraft queue)
    {
        var leader = Freshness.Check(turn, queue, queue.Find(queue.Batch[^1])!);
        if (leader.Buildset is null)
        {
            leader = Preparations.Ask(turn, queue, leader, null, ChangesOf(queue), []);
        }

        if (leader.Buildset is { Phase: BuildsetPhase.Prepared })
        {
            leader = Builds.Advance(turn, queue, leader, 0);
        }

        if (leader.IsSubmitting || leader.Buildset is not { Standing.IsComplete: true } buildset)
        {
            return;
        }

        if (Verdict.HasPassed(leader) && queue.Plan.Submits)
        {
            Submits.Ask(turn, queue, leader, ChangesOf(queue));
        }
        else if (queue.Batch.Length == 1 || Verdict.HasPassed(leader))
        {
            queue.Batch = [];
            Ends.TryEnd(turn, queue, leader, queue.Find(leader.Ahead));
        }
        else
        {
            var failed = string.Join(", ", buildset.Jobs.Where(job => job.Decides && JobGraph.StandingOf(buildset, job) == JobStanding.Failed).Select(job => job.Name));
            Halve(turn, queue, leader, buildset.Problem ?? $"{failed} failed");
        }
    }

    private static void Halve(Turn turn, QueueDraft queue, QueueItem leader, string reason)
    {
        var half = (queue.Batch.Length + 1) / 2;
        foreach (var member in MembersOf(queue, leader))
        {
            turn.Because(member, ReasonKind.Reset, $"The halves of the batch {string.Join(", ", ChangesOf(queue).Select(change => change.Id))} are tested one after the other: {reason}.");
        }

        queue.Replace(leader with { Buildset = null, Resets = leader.Resets + 1 });
        queue.Parts = [queue.Batch[..half], queue.Batch[half..], .. queue.Parts];
        queue.Batch = [];
    }

    private static void Wait(Turn turn, QueueDraft queue)
    {
        var leader = queue.Batch.IsEmpty ? null : queue.Find(queue.Batch[^1]);
        for (var place = 0; place < queue.Count; place++)
        {
            if (queue[place].Id != leader?.Id)
            {
                queue[place] = Waits.Set(turn, Reuse.Rest(turn, queue, queue[place]), Gating.Wait.Batch, $"the batch of {leader?.Title}");
            }
        }
    }
}
