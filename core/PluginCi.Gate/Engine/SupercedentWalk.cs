using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Walks a queue in which one item runs for each branch and only the newest waits. Source: Zuul's supercedent manager.</summary>
internal static class SupercedentWalk
{
    public static void Walk(Turn turn, QueueDraft queue)
    {
        DropOvertaken(turn, queue);
        var seen = new HashSet<ProjectBranch>();
        for (var place = 0; place < queue.Count;)
        {
            var item = queue[place];
            var target = item.Targets.First();
            if (!seen.Add(target))
            {
                queue.Replace(Waits.Set(turn, item, Wait.Turn, $"the run of {target} before it"));
                place++;
                continue;
            }

            IndependentWalk.Advance(turn, queue, place);
            if (place < queue.Count && queue[place].Id == item.Id)
            {
                place++;
            }
            else
            {
                seen.Remove(target);
            }
        }
    }

    private static void DropOvertaken(Turn turn, QueueDraft queue)
    {
        foreach (var waiting in queue.All().Where(item => item.Buildset is null).GroupBy(item => item.Targets.First()).ToArray())
        {
            foreach (var overtaken in waiting.SkipLast(1))
            {
                turn.Because(overtaken, ReasonKind.Left, $"{overtaken.Title} left {queue.Plan.Name}: a newer state of {waiting.Key} waits.");
                turn.Remove(queue, overtaken, "a newer state waits");
            }
        }
    }
}
