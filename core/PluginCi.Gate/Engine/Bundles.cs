using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Finds which changes belong together in one item, and what must be merged before them.</summary>
internal static class Bundles
{
    /// <summary>Follows what a change needs.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="change">The change.</param>
    /// <param name="ignoresDependencies">True to take it alone.</param>
    /// <returns>The changes of its item (itself, and those that it needs and that need it) and those that must be merged before, both in merge order.</returns>
    public static (ImmutableArray<Change> Members, ImmutableArray<Change> Before) Of(Turn turn, Change change, bool ignoresDependencies)
    {
        if (ignoresDependencies || (NeighboursOf(turn, change) is [] && !change.Needs.Any(need => !turn.IsMerged(need))))
        {
            return ([change], []);
        }

        var ordered = new List<Change>();
        Visit(turn, change, [], ordered);
        var members = ordered.Where(other => other.Id == change.Id || Reaches(turn, other, change.Id)).ToImmutableArray();
        return (members, [.. ordered.Where(other => !members.Contains(other))]);
    }

    // What is needed comes first; among changes that need each other, the one that was asked for comes last.
    private static void Visit(Turn turn, Change change, HashSet<ChangeId> seen, List<Change> ordered)
    {
        seen.Add(change.Id);
        foreach (var next in EdgesOf(turn, change))
        {
            if (!seen.Contains(next.Id))
            {
                Visit(turn, next, seen, ordered);
            }
        }

        ordered.Add(change);
    }

    private static bool Reaches(Turn turn, Change from, ChangeId to)
    {
        var seen = new HashSet<ChangeId> { from.Id };
        var open = new Queue<Change>([from]);
        while (open.TryDequeue(out var change))
        {
            foreach (var next in EdgesOf(turn, change))
            {
                if (next.Id == to)
                {
                    return true;
                }

                if (seen.Add(next.Id))
                {
                    open.Enqueue(next);
                }
            }
        }

        return false;
    }

    private static IEnumerable<Change> EdgesOf(Turn turn, Change change) =>
        change.Needs.Select(turn.Find).OfType<Change>().Where(need => need.Status == ChangeStatus.Open).Concat(NeighboursOf(turn, change));

    private static ImmutableArray<Change> NeighboursOf(Turn turn, Change change) => turn.Rules.UsesTopics && change.Topic is { } topic
        ? [.. turn.State.Changes.Values.Where(other =>
            other.Topic == topic && other.Id != change.Id && other.Status == ChangeStatus.Open && turn.Rules.Has(other.Project))]
        : [];
}
