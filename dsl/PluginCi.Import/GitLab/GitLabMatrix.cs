using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads <c>parallel</c>.</summary>
internal static class GitLabMatrix
{
    /// <summary>The matrix of a job; null for none.</summary>
    public static FoundMatrix? Read(Keys keys)
    {
        var node = keys.Take("parallel");
        if (node is ScalarNode)
        {
            keys.NeedPerson("parallel", "the parts of one job know each other by CI_NODE_INDEX; write Matrix([\"1\", \"2\"], part => …) and say how the tests are divided. It runs once");
        }

        if ((node as MapNode)?.List("matrix") is not { } maps)
        {
            return null;
        }

        var rows = maps.OfType<MapNode>().SelectMany(Rows).ToArray();
        ImmutableArray<string> names = [.. maps.OfType<MapNode>().SelectMany(map => map.Entries).Select(entry => entry.Key).Distinct()];
        return rows.Length == 0 || names.IsEmpty ? null : new FoundMatrix(names, [.. rows.Select(row => names.Select(name => row.GetValueOrDefault(name, "")).ToImmutableArray())]);
    }

    private static IEnumerable<ImmutableDictionary<string, string>> Rows(MapNode map)
    {
        IEnumerable<ImmutableDictionary<string, string>> rows = [ImmutableDictionary<string, string>.Empty];
        foreach (var entry in map.Entries)
        {
            var values = Values.Texts(entry.Value);
            rows = [.. rows.SelectMany(row => values.Select(value => row.Add(entry.Key, value)))];
        }

        return rows;
    }
}
