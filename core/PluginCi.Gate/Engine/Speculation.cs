using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>One state that may be needed: an item on top of those ahead of it that are assumed to merge.</summary>
/// <param name="Place">The item's place in the queue.</param>
/// <param name="On">The state it is built on; null for the branch tips.</param>
/// <param name="Chance">The chance that exactly this state is needed, from 0 to 1.</param>
internal sealed record Speculation(int Place, Speculation? On, double Chance)
{
    // An author without a history is predicted by the queue's, which counts as much as so many results of the author's own.
    private const double WeightOfQueue = 5;

    /// <summary>The buildset of exactly this state when the states were chosen, or null when there was none.</summary>
    private Buildset? Built { get; init; }

    /// <summary>The states most worth building, best first, as many as the budget allows.</summary>
    /// <remarks>The tree of all outcomes is walked best first: each state has two followers, the next item with this one merged and without it.</remarks>
    public static List<Speculation> Choose(Turn turn, QueueDraft queue)
    {
        var chosen = new List<Speculation>();
        var open = new PriorityQueue<Speculation, (double, int)>();
        var least = LeastChance(queue);
        Add(open, new Speculation(0, null, 1), queue, least);
        for (var budget = queue.Plan.BuildBudget; budget > 0 && open.TryDequeue(out var best, out _);)
        {
            var item = queue[best.Place];
            var buildset = best.Built;
            var chance = best.IsBlocked(turn, queue, item) ? 0 : ChanceToPass(turn, item, buildset);
            if (chance > 0 || buildset is not null)
            {
                chosen.Add(best);
                budget -= buildset is { Standing.IsComplete: true } ? 0 : 1;
            }

            Add(open, new Speculation(best.Place + 1, best, best.Chance * chance), queue, least);
            Add(open, new Speculation(best.Place + 1, best.On, best.Chance * (1 - chance)), queue, least);
        }

        return chosen;
    }

    /// <summary>The buildset of exactly this state as it is now, or null when there is none.</summary>
    public Buildset? Find(QueueDraft queue) => Built is { } built ? States(queue[Place]).FirstOrDefault(state => state.Id == built.Id) : null;

    /// <summary>The states of an item that may still be needed: the one it is judged by, and those built ahead of time.</summary>
    public static IEnumerable<Buildset> States(QueueItem item) => item.Buildset is { } main ? item.Alternatives.Prepend(main) : item.Alternatives;

    // States less likely than this cost more than they save; when much waits, more so. Source: the sweep of thresholds in the design notes on merge queues.
    private static double LeastChance(QueueDraft queue) => ((double)queue.Count / queue.Plan.BuildBudget) switch
    {
        < 0.6 => 0.01,
        <= 2 => 0.03,
        _ => 0.10,
    };

    private static void Add(PriorityQueue<Speculation, (double, int)> open, Speculation next, QueueDraft queue, double least)
    {
        if (next.Place >= queue.Count || next.Chance < least)
        {
            return;
        }

        var built = next.On is null
            ? States(queue[next.Place]).FirstOrDefault(state => state.AheadBuildset is null)
            : next.On.Built is { } on ? States(queue[next.Place]).FirstOrDefault(state => state.AheadBuildset == on.Id) : null;

        // What runs is given up only for what is twice as likely.
        var worth = built is { Standing.IsComplete: false } ? 2 * next.Chance : next.Chance;
        open.Enqueue(next with { Built = built }, (-worth, next.Place));
    }

    /// <summary>The chance that an item passes in a state, from 0 to 1.</summary>
    public static double ChanceToPass(Turn turn, QueueItem item, Buildset? buildset) => buildset switch
    {
        _ when item.IsSubmitting => 1,
        { Standing.IsFailing: true } => 0,
        { Standing.IsComplete: true } => 1,
        null or { Phase: BuildsetPhase.Preparing } when item.Former is { Standing: { IsComplete: true, IsFailing: false } } => 1,
        _ => item.Changes.Aggregate(1.0, (chance, change) => chance * (1 - ChanceToFail(turn, change.Owner))),
    };

    /// <summary>The chance that a change of an author fails by itself, from 0 to 1.</summary>
    public static double ChanceToFail(Turn turn, string author)
    {
        var ofAll = turn.State.Outcomes.FailureRate;
        return turn.State.Authors.TryGetValue(author, out var own) ? (own.Failed + (WeightOfQueue * ofAll)) / (own.Passed + own.Failed + WeightOfQueue) : ofAll;
    }

    private bool IsBlocked(Turn turn, QueueDraft queue, QueueItem item)
    {
        foreach (var need in item.Needs)
        {
            if (!turn.IsMerged(need) && !Holds(queue, need))
            {
                return true;
            }
        }

        return false;
    }

    private bool Holds(QueueDraft queue, ChangeId need)
    {
        for (var ahead = On; ahead is not null; ahead = ahead.On)
        {
            if (queue[ahead.Place].Has(need))
            {
                return true;
            }
        }

        return false;
    }
}
