using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Walks an ordered queue from head to tail: each item is tested on the nearest item ahead that is not failing.</summary>
/// <remarks>Source: Zuul's nearest non-failing item. One walk is enough: what an item becomes depends on those ahead of it alone.</remarks>
internal static class LinearWalk
{
    public static void Walk(Turn turn, QueueDraft queue)
    {
        var front = new Front();
        for (var place = 0; place < queue.Count && (place < queue.Reach || place < queue.Active);)
        {
            var id = queue[place].Id;
            var item = Step(turn, queue, place, front);
            if (place < queue.Count && queue[place].Id == id)
            {
                front.Pass(item);
                place++;
            }
        }
    }

    /// <returns>The item as it is now; when it left, another one stands in its place.</returns>
    private static QueueItem Step(Turn turn, QueueDraft queue, int place, Front front)
    {
        var item = Rehang(turn, queue, queue[place], front);
        if (front.FailingNeedOf(item) is { } need && !item.IsSubmitting)
        {
            return Block(turn, queue, item, need);
        }

        item = Freshness.Check(turn, queue, item);
        if (place < queue.Reach && queue.Plan.Strategy != Strategy.Probabilistic)
        {
            queue.Active = Math.Max(queue.Active, place + 1);
            item = Advance(turn, queue, item, place, front);
        }
        else if (place >= queue.Reach && item is { Wait: not Wait.Window } and ({ Buildset: null } or { Buildset.Standing.HasReadyJobs: true }))
        {
            item = queue.Replace(Waits.ForWindow(turn, queue, item));
        }

        Ends.TryEnd(turn, queue, item, front.Nearest);
        return place < queue.Count && queue[place].Id == item.Id ? queue[place] : item;
    }

    private static QueueItem Rehang(Turn turn, QueueDraft queue, QueueItem item, Front front)
    {
        if (item.IsSubmitting)
        {
            return item;
        }

        var nearest = front.Nearest;
        if (item.Ahead == nearest?.Id)
        {
            var isOnOldState = item is { Ref: null, Buildset: { } built } && built.AheadBuildset != nearest?.Buildset?.Id;
            return isOnOldState
                ? Move(turn, queue, item, nearest, nearest is null ? "the branch tips moved" : $"{nearest.Title} ahead of it is tested anew")
                : item.Buildset is null ? TakeAlternative(turn, queue, item, nearest) ?? item : item;
        }

        // A branch or tag is tested as it is, whatever is ahead.
        return item.Ref is not null || item.Buildset is null
            ? TakeAlternative(turn, queue, item, nearest) ?? queue.Replace(item with { Ahead = nearest?.Id })
            : Move(turn, queue, item, nearest, WhyRehung(turn, queue, item, nearest));
    }

    private static QueueItem Move(Turn turn, QueueDraft queue, QueueItem item, QueueItem? nearest, string reason)
    {
        var reset = Leaving.Reset(turn, queue, item, nearest?.Id, reason);
        return TakeAlternative(turn, queue, reset, nearest) ?? reset;
    }

    // The state that is needed now may have been built ahead of time.
    private static QueueItem? TakeAlternative(Turn turn, QueueDraft queue, QueueItem item, QueueItem? nearest)
    {
        if (item.Alternatives.IsEmpty || SpeculativeWalk.Find(turn, item, nearest) is not { } built)
        {
            return null;
        }

        var moved = Reuse.Drop(turn, item, $"a state of {item.Title} that was built ahead of time is needed now");
        turn.Because(moved, ReasonKind.Prepared, $"{moved.Title} was merged on {Preparations.DescribeBase(built)} ahead of time.");
        return queue.Replace(Preparations.Announce(turn, queue, moved with { Ahead = nearest?.Id, Buildset = built, Alternatives = moved.Alternatives.Remove(built) }));
    }

    private static string WhyRehung(Turn turn, QueueDraft queue, QueueItem item, QueueItem? nearest)
    {
        var former = queue.Find(item.Ahead);
        return (former, item.Ahead) switch
        {
            (not null, _) when Verdict.IsFailing(former) || former.Wait == Wait.Need => $"{former.Title} ahead of it is failing",
            (null, { } gone) => turn.FarewellOf(gone),
            _ => nearest is null ? "it is the head of the queue now" : $"{nearest.Title} is ahead of it now",
        };
    }

    public static QueueItem Block(Turn turn, QueueDraft queue, QueueItem item, ChangeId need)
    {
        if (item.Buildset is not null)
        {
            item = Leaving.Reset(turn, queue, item, item.Ahead, $"{need}, which it needs, is failing");
        }

        item = Reuse.Drop(turn, item, $"{need}, which it needs, is failing");
        return queue.Replace(Waits.Set(turn, item, Wait.Need, $"{need}, which it needs and which is failing"));
    }

    /// <summary>Asks for the item's merge when it has none, and for the builds that may start.</summary>
    private static QueueItem Advance(Turn turn, QueueDraft queue, QueueItem item, int place, Front front)
    {
        if (item.Buildset is null && front.IsReady)
        {
            item = Preparations.Ask(turn, queue, item, item.Ref is null ? front.Nearest?.Buildset : null, item.Changes, item.Ref is null ? front.Ahead : []);
        }

        if (item.Buildset is not { Phase: BuildsetPhase.Prepared })
        {
            return item.Wait is Wait.Window or Wait.Need ? queue.Replace(Waits.Clear(item)) : item;
        }

        if (front.Holds)
        {
            return item.Buildset.Standing.HasReadyJobs ? queue.Replace(Waits.ForHolder(turn, item, front.Nearest!)) : item;
        }

        return Builds.Advance(turn, queue, item.Wait is Wait.Hold or Wait.Window ? Waits.Clear(item) : item, place);
    }
}
