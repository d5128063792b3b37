using System.Collections.Immutable;

namespace PluginCi.Gating;

/// <summary>A state that may be needed where independent changes may overtake: an item on top of those of its ground that are assumed to merge.</summary>
/// <param name="Place">The item's place in the queue.</param>
/// <param name="On">The places that it is tested on top of, in queue order.</param>
internal sealed record Bet(int Place, ImmutableArray<int> On);

/// <summary>Chooses the states most worth building.</summary>
/// <remarks>For each item, first comes the state that agrees with what is likely of every item of its ground; the others differ from it in ever less likely ways.</remarks>
internal static class Bets
{
    // States less likely than this cost more than they save: nobody waits long for what is unlikely to merge.
    private const double LeastChance = 0.25;

    /// <returns>The states, best first, as many as the budget allows.</returns>
    public static List<Bet> Choose(QueueDraft queue, GraphFront front)
    {
        var chosen = new List<Bet>();
        var open = new PriorityQueue<Draw, (double, int)>();
        for (var place = 0; place < queue.Count; place++)
        {
            // Until it is known what it touches, and while what it needs fails, nothing of it is worth a build.
            if (queue[place] is { IsSubmitting: false, Footprint: not null, Wait: not Wait.Need })
            {
                Add(open, queue, front, new Draw(place, Uncertain(front, place), [], ChanceOfLikely(front, place)));
            }
        }

        for (var budget = queue.Plan.BuildBudget; budget > 0 && open.TryDequeue(out var best, out _);)
        {
            var bet = best.ToBet(queue, front);
            var state = StateOf(queue, front, bet);
            if (state is not { Standing.IsComplete: true })
            {
                chosen.Add(bet);
                budget--;
            }

            foreach (var next in best.Next(front))
            {
                Add(open, queue, front, next);
            }
        }

        return chosen;
    }

    private static void Add(PriorityQueue<Draw, (double, int)> open, QueueDraft queue, GraphFront front, Draw draw)
    {
        if (draw.Chance >= LeastChance)
        {
            // What runs is given up only for what is twice as likely.
            var isRunning = StateOf(queue, front, draw.ToBet(queue, front))?.Builds.Any(build => build.Result is null) ?? false;
            open.Enqueue(draw, (isRunning ? -2 * draw.Chance : -draw.Chance, draw.Place));
        }
    }

    private static Buildset? StateOf(QueueDraft queue, GraphFront front, Bet bet) =>
        Speculation.States(queue[bet.Place]).FirstOrDefault(state => front.Fits(state, bet.On));

    /// <summary>The places that may go either way, the least certain first.</summary>
    private static ImmutableArray<int> Uncertain(GraphFront front, int of) =>
        [.. front.GroundOf(of).Where(place => front.ChanceOf(place) is > 0 and < 1).OrderBy(place => Math.Abs(front.ChanceOf(place) - 0.5)).ThenBy(place => place)];

    private static double ChanceOfLikely(GraphFront front, int of) =>
        front.GroundOf(of).Aggregate(1.0, (chance, place) => chance * Math.Max(front.ChanceOf(place), 1 - front.ChanceOf(place)));

    /// <param name="Place">The item's place.</param>
    /// <param name="Uncertain">The places of its ground that may go either way, the least certain first.</param>
    /// <param name="Flipped">Which of them, by index and ascending, are assumed to go the less likely way.</param>
    /// <param name="Chance">The chance of it all.</param>
    private sealed record Draw(int Place, ImmutableArray<int> Uncertain, ImmutableArray<int> Flipped, double Chance)
    {
        public Bet ToBet(QueueDraft queue, GraphFront front)
        {
            var likely = front.LikelyOf(Place);
            if (Flipped.IsEmpty)
            {
                return new Bet(Place, likely);
            }

            var flipped = Flipped.Select(index => Uncertain[index]).ToHashSet();
            return new Bet(Place, front.WithNeeds(queue[Place], [.. front.GroundOf(Place).Where(place => likely.Contains(place) != flipped.Contains(place))]));
        }

        // Each set of flips is reached once: by one more after the last, or by the last moved one on.
        public IEnumerable<Draw> Next(GraphFront front)
        {
            var next = Flipped.IsEmpty ? 0 : Flipped[^1] + 1;
            if (next >= Uncertain.Length)
            {
                yield break;
            }

            yield return this with { Flipped = Flipped.Add(next), Chance = Chance * Odds(front, next) };
            if (!Flipped.IsEmpty)
            {
                yield return this with { Flipped = Flipped.SetItem(Flipped.Length - 1, next), Chance = Chance / Odds(front, next - 1) * Odds(front, next) };
            }
        }

        private double Odds(GraphFront front, int index)
        {
            var chance = front.ChanceOf(Uncertain[index]);
            return chance >= 0.5 ? (1 - chance) / chance : chance / (1 - chance);
        }
    }
}
