using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>The keys of a map while it is read: a key of its own is there once and wins over one that <c>&lt;&lt;</c> brings.</summary>
internal sealed class MapEntries(Findings findings)
{
    private readonly List<MapEntry> _own = [];
    private readonly Dictionary<string, Place> _names = [];
    private readonly List<MapEntry> _merged = [];

    public void Add(MapEntry entry)
    {
        if (_names.TryGetValue(entry.Key, out var first))
        {
            findings.Error(entry.At, DeclarativeDiagnostics.RepeatedKey, $"the key '{entry.Key}' is there already, in line {first.Line}; one of them would be lost");
            return;
        }

        _names.Add(entry.Key, entry.At);
        _own.Add(entry);
    }

    /// <summary>Takes in what stands behind <c>&lt;&lt;</c>: a map, or a list of maps, of which the earlier win.</summary>
    public void Merge(Node value)
    {
        foreach (var part in value is ListNode list ? list.Items : [value])
        {
            if (part is MapNode map)
            {
                _merged.AddRange(map.Entries);
            }
            else
            {
                findings.Error(part.At, DeclarativeDiagnostics.WrongKind, $"'<<' needs a map, or a list of maps, found {part.Kind}");
            }
        }
    }

    public ImmutableArray<MapEntry> ToImmutable() =>
        [.. _own, .. _merged.Where(entry => !_names.ContainsKey(entry.Key)).DistinctBy(entry => entry.Key)];
}
