using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads <c>strategy</c>.</summary>
internal static class GitHubMatrix
{
    /// <summary>The matrix of a job; null for none.</summary>
    public static FoundMatrix? Read(Keys job, string what)
    {
        if (job.Take("strategy") is not MapNode strategy)
        {
            return null;
        }

        var keys = new Keys(strategy, $"{what}.strategy", job.Notes);
        keys.Approximate("fail-fast", "the other jobs go on; .FailFast() of a pipeline ends all builds of an item with its first failure");
        keys.Approximate("max-parallel", "as many run at once as there are workers; .Semaphore(…) limits that");
        var matrix = keys.Take("matrix");
        if (matrix is not null and not MapNode)
        {
            keys.NeedPerson("matrix", "it is computed while the workflow runs; write the values by Matrix(…). The job runs once");
        }

        keys.End();
        return matrix is MapNode map ? Of(map, job.Notes, what) : null;
    }

    private static FoundMatrix? Of(MapNode map, Notes notes, string what)
    {
        List<ImmutableSortedDictionary<string, string>> rows = [ImmutableSortedDictionary<string, string>.Empty];
        foreach (var entry in map.Entries.Where(entry => entry.Key is not ("include" or "exclude")))
        {
            if (entry.Value is not ListNode list || list.Items.Any(item => item is not ScalarNode))
            {
                notes.NeedsPerson(entry.Value.File, entry.At, $"{what}.strategy.matrix.{entry.Key}", "its values are no single texts, or are computed; write them by Matrix(…)");
                continue;
            }

            var values = Values.Texts(list);
            rows = [.. rows.SelectMany(row => values.Select(value => row.Add(entry.Key, value)))];
        }

        foreach (var left in Maps(map["exclude"]))
        {
            rows.RemoveAll(row => left.All(pair => row.GetValueOrDefault(pair.Key) == pair.Value));
        }

        var isBare = rows.Count == 1 && rows[0].IsEmpty;
        var names = map.Entries.Select(entry => entry.Key).Where(name => name is not ("include" or "exclude")).ToHashSet();
        rows = isBare ? [] : rows;
        foreach (var more in Maps(map["include"]))
        {
            Include(rows, more, names);
        }

        ImmutableArray<string> columns = [.. rows.SelectMany(row => row.Keys).Distinct()];
        return rows.Count == 0 || columns.IsEmpty ? null : new FoundMatrix(columns, [.. rows.Select(row => columns.Select(name => row.GetValueOrDefault(name, "")).ToImmutableArray())]);
    }

    // As GitHub: it adds to the rows whose own values it does not change, and is a row of its own where there is none.
    private static void Include(List<ImmutableSortedDictionary<string, string>> rows, ImmutableSortedDictionary<string, string> more, HashSet<string> own)
    {
        var fits = rows.Select((row, index) => (row, index)).Where(entry => more.All(pair => !own.Contains(pair.Key) || entry.row.GetValueOrDefault(pair.Key) == pair.Value)).Select(entry => entry.index).ToArray();
        foreach (var index in fits)
        {
            rows[index] = rows[index].SetItems(more);
        }

        if (fits.Length == 0)
        {
            rows.Add(more);
        }
    }

    private static IEnumerable<ImmutableSortedDictionary<string, string>> Maps(Node? node) =>
        ((node as ListNode)?.Items ?? []).OfType<MapNode>().Select(map => map.Entries.Where(entry => entry.Value is ScalarNode).ToImmutableSortedDictionary(entry => entry.Key, entry => ((ScalarNode)entry.Value).Value));
}
