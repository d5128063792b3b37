using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>As if one at a time: compares what the gate merged with what a serial one merges of the same items.</summary>
internal static class SerialCheck
{
    public static void Check(History history, EntryLog log, ApprovalWatch approvals, Play play)
    {
        foreach (var (queue, entries) in log.Entries)
        {
            var items = entries.Where(entry => entry.IsJudged).Select(entry => entry.Changes.Select(change => ChangeNames.NameOf(change.Id)).ToArray()).ToArray();
            var all = items.SelectMany(item => item).ToHashSet();
            if (history.Site.AllowsOvertaking)
            {
                // Whatever order it found, one at a time in that order must come to the same; what it turned away has no place after all of them either.
                var place = play.Ledger.Merged.Index().ToDictionary(merged => merged.Item, merged => merged.Index);
                items = [.. items.OrderBy(item => item.Max(change => place.GetValueOrDefault(change, int.MaxValue)))];
            }

            var expected = new SerialOracle(history).Merge(items, [.. play.Ledger.Merged.Where(change => !all.Contains(change))]);
            var found = play.Ledger.Merged.Where(all.Contains).ToArray();
            if (!expected.SequenceEqual(found))
            {
                throw new HistoryFault(
                    $"as if one at a time: of {string.Join(", ", items.Select(item => string.Join('+', item)))} in queue {queue} a serial gate merges [{string.Join(", ", expected)}], this one merged [{string.Join(", ", found)}]");
            }

            if (!history.Site.AllowsOvertaking)
            {
                CheckOrder(history, [.. entries.Where(entry => !entry.Changes.Any(change => log.SetAside.Contains(change.Id)))], approvals, queue);
            }
        }
    }

    // Changes that have nothing to do with others enter in the order of their approvals.
    private static void CheckOrder(History history, List<EntryLog.Entry> entries, ApprovalWatch approvals, QueueName queue)
    {
        var related = history.Changes.SelectMany(change => change.DependsOn.Append(change.Parent).Append(change.DependsOn.IsEmpty && change.Parent is null && change.Topic is null ? null : change.Name)).ToHashSet();
        var entered = entries.SelectMany(entry => entry.Changes).Select(change => change.Id).Where(change => !related.Contains(ChangeNames.NameOf(change))).Distinct().ToArray();
        var approved = approvals.Order.Where(entered.Contains).ToArray();
        if (!approved.SequenceEqual(entered))
        {
            throw new HistoryFault($"queue order: {string.Join(", ", approved)} were approved in this order, but entered queue {queue} as {string.Join(", ", entered)}");
        }
    }
}
