using PluginCi.Model;

namespace PluginCi.Gating.Properties;

/// <summary>A gate that is obviously right: it takes one change at a time, merges it on the tips, tests it, and keeps it or not.</summary>
internal static class SerialGate
{
    /// <param name="all">The changes, as they are at the end.</param>
    /// <param name="approvals">Those that were approved, in the order in which they come to the gate.</param>
    /// <param name="seesAll">Whether the tests of a change see what merged in other projects as well.</param>
    public static IReadOnlyList<ChangeId> Merge(IEnumerable<Change> all, IReadOnlyList<Change> approvals, bool seesAll = true)
    {
        var byId = all.ToDictionary(change => change.Id);
        var approved = new HashSet<ChangeId>();
        var merged = new List<ChangeId>();
        var queue = new List<ChangeId>();
        foreach (var approval in approvals)
        {
            approved.Add(approval.Id);
            Enqueue(approval.Id);
        }

        foreach (var id in queue.Where(IsGood))
        {
            merged.Add(id);
        }

        return merged;

        // Asked in turn, on what merged until then.
        bool IsGood(ChangeId id)
        {
            var number = Number(id);
            var target = byId[id].Project;
            var conflicts = merged.Any(other => byId[other].Project == target && History.DoConflict(number, Number(other)) && Number(other) < number);
            var seen = merged.Where(other => seesAll || byId[other].Project == target).Select(Number).ToArray();
            return byId[id].Needs.All(merged.Contains) && !conflicts && !History.IsBad(seen, number);
        }

        void Enqueue(ChangeId id)
        {
            if (queue.Contains(id) || !approved.Contains(id) || !byId[id].Needs.All(approved.Contains))
            {
                return;
            }

            foreach (var need in byId[id].Needs)
            {
                Enqueue(need);
            }

            if (!byId[id].Needs.All(queue.Contains))
            {
                return;
            }

            queue.Add(id);
            foreach (var waiting in byId.Values.Where(change => change.Needs.Contains(id) && approved.Contains(change.Id)).OrderBy(change => change.Id))
            {
                Enqueue(waiting.Id);
            }
        }
    }

    private static int Number(ChangeId id) => int.Parse(id.Number, null);
}
