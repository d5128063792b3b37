using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Walks a queue in which a change waits only for those ahead of it that its footprint meets. The states most likely to be needed are built, within a budget.</summary>
/// <remarks>
/// Footprints say what is worth testing and who may overtake whom, never what may merge: a state that is to be merged is made on the very branch tips, and a
/// build counts for it only if that state's inputs are those it passed with.
/// </remarks>
internal static class GraphWalk
{
    public static void Walk(Turn turn, QueueDraft queue)
    {
        int before;
        do
        {
            before = queue.Count;
            queue.Active = queue.Count;
            Build(turn, queue, Pass(turn, queue));
        }
        while (queue.Count != before);
    }

    private static GraphFront Pass(Turn turn, QueueDraft queue)
    {
        var front = new GraphFront(turn, queue);
        for (var place = 0; place < queue.Count;)
        {
            var item = queue[place];
            var ground = item.IsSubmitting ? [] : front.FindGround(item);
            var likely = front.FindLikely(item, ground);
            if (!item.IsSubmitting)
            {
                Step(turn, queue, item, front, likely);
            }

            if (place < queue.Count && queue[place].Id == item.Id)
            {
                front.Pass(queue[place], ground, likely);
                place++;
            }
        }

        return front;
    }

    private static void Step(Turn turn, QueueDraft queue, QueueItem item, GraphFront front, ImmutableArray<int> likely)
    {
        if (front.FailingNeedOf(item) is { } need)
        {
            LinearWalk.Block(turn, queue, item, need);
            return;
        }

        item = DropRefuted(turn, queue, Stand(turn, queue, item, front, likely), front);

        // What is unlikely to merge holds up nobody: it is tested again on what passed it by.
        var undecided = likely.IsEmpty ? front.Landing : front[likely[0]];
        item = undecided is null ? BringUpToDate(turn, queue, item) : item;
        if (item.Buildset is null)
        {
            Ask(turn, queue, item, front, likely);
        }
        else
        {
            Ends.TryEnd(turn, queue, item, undecided);
        }
    }

    /// <summary>Throws away a state that cannot be merged as it is although its turn has come: its results are too old, or others merged since.</summary>
    private static QueueItem BringUpToDate(Turn turn, QueueDraft queue, QueueItem item)
    {
        item = Freshness.Check(turn, queue, item);
        if (!IsOutrun(turn, item))
        {
            return item;
        }

        turn.CountMeetings(item, hasPassed: true);
        return Leaving.Reset(turn, queue, item with { Proven = item.Buildset!.Met }, null, "it is merged on the branch tips as they are now; builds that see no difference are kept");
    }

    /// <summary>Lets an item be judged by its state on top of those that are likely to merge.</summary>
    private static QueueItem Stand(Turn turn, QueueDraft queue, QueueItem item, GraphFront front, ImmutableArray<int> likely)
    {
        ItemId? nearest = likely.IsEmpty ? null : front[likely[^1]].Id;
        if (item.Buildset is { } built)
        {
            if (front.Fits(built, likely))
            {
                return item.Ahead == nearest ? item : queue.Replace(item with { Ahead = nearest });
            }

            item = front.IsPossible(built) && built.Phase == BuildsetPhase.Prepared
                ? queue.Replace(item with { Buildset = null, Alternatives = item.Alternatives.Add(built) })
                : Leaving.Reset(turn, queue, item, nearest, $"it is tested on {Describe(front, likely)} now");
        }

        if (item.Alternatives.FirstOrDefault(state => front.Fits(state, likely)) is not { } fitting)
        {
            return item.Ahead == nearest ? item : queue.Replace(item with { Ahead = nearest });
        }

        item = Reuse.Drop(turn, item, $"a state of {item.Title} that was built ahead of time is needed now");
        turn.Because(item, ReasonKind.Prepared, $"{item.Title} was merged on {Preparations.DescribeBase(fitting)} ahead of time.");
        return queue.Replace(Preparations.Announce(turn, queue, Waits.Clear(item) with { Ahead = nearest, Buildset = fitting, Alternatives = item.Alternatives.Remove(fitting) }));
    }

    // What those ahead cannot lead to any more will never be needed.
    private static QueueItem DropRefuted(Turn turn, QueueDraft queue, QueueItem item, GraphFront front)
    {
        foreach (var state in item.Alternatives.Where(state => !front.IsPossible(state)))
        {
            Builds.Cancel(turn, state.Builds.Where(build => build.Result is null), $"{item.Title} will not be merged on {Preparations.DescribeBase(state)}");
            item = queue.Replace(item with { Alternatives = item.Alternatives.Remove(state) });
        }

        return item;
    }

    // What failed on what it sees fails there whatever else has merged; all else is tried on the tips themselves.
    private static bool IsOutrun(Turn turn, QueueItem item) =>
        item.Buildset is { Standing.IsComplete: true } built
        && built is not { Phase: BuildsetPhase.Prepared, Standing.IsFailing: true }
        && built.Base.Any(entry => turn.Rules.Has(entry.Key.Project) && turn.State.Tips.GetValueOrDefault(entry.Key) != entry.Value);

    /// <summary>Asks for the merge of an item on top of places: on the state of the last of them where that holds all the others, else one by one on the tips.</summary>
    private static QueueItem Ask(Turn turn, QueueDraft queue, QueueItem item, GraphFront front, ImmutableArray<int> on)
    {
        var ahead = on.Select(place => front[place]).ToImmutableArray();
        var last = ahead.IsEmpty ? null : Speculation.States(queue.Find(ahead[^1].Id)!).FirstOrDefault(state => state.Phase == BuildsetPhase.Prepared && front.Fits(state, on[..^1]));
        var asked = Preparations.Ask(
            turn,
            queue,
            item,
            last,
            item.Changes,
            [.. ahead.SelectMany(other => other.Changes).Select(change => change.Id)],
            last is null ? ahead.SelectMany(other => other.Changes) : []);
        return queue.Replace(asked with { Buildset = asked.Buildset! with { Assumes = [.. ahead.Select(other => other.Id)], Met = item.Met + ahead.Length } });
    }

    /// <summary>Starts the states worth it, the best first, and stops what was only worth it before.</summary>
    private static void Build(Turn turn, QueueDraft queue, GraphFront front)
    {
        var wanted = new HashSet<BuildsetId>();
        var places = new HashSet<int>();
        var held = new HashSet<int>();
        foreach (var bet in Bets.Choose(queue, front))
        {
            var item = queue[bet.Place];
            var state = Speculation.States(item).FirstOrDefault(state => front.Fits(state, bet.On)) ?? AskAhead(turn, queue, item, front, bet.On);
            wanted.Add(state.Id);
            places.Add(bet.Place);
            var holder = front.GroundOf(bet.Place).Select(place => queue[place]).FirstOrDefault(BuildBudget.Holds);
            BuildBudget.Advance(turn, queue, bet.Place, state, holder);
            if (holder is not null)
            {
                held.Add(bet.Place);
            }
        }

        BuildBudget.Stop(turn, queue, wanted);
        BuildBudget.TellWaiting(turn, queue, places, held.Contains);
    }

    private static Buildset AskAhead(Turn turn, QueueDraft queue, QueueItem item, GraphFront front, ImmutableArray<int> on)
    {
        var asked = Ask(turn, queue, item with { Buildset = null }, front, on);
        queue.Replace(asked with { Buildset = item.Buildset, Alternatives = item.Alternatives.Add(asked.Buildset!), Wait = item.Wait, WaitsFor = item.WaitsFor });
        return asked.Buildset!;
    }

    private static string Describe(GraphFront front, ImmutableArray<int> on) =>
        on.IsEmpty ? "the branch tips" : "the branch tips with " + string.Join(", ", on.Select(place => front[place].Title));
}
