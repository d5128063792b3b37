using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Maps over maps, as GitLab lays files over included ones and jobs over those that they extend.</summary>
internal static class Merge
{
    /// <summary>The map with all keys of both; where both have a key, maps are merged and anything else is of the upper one.</summary>
    /// <param name="below">The one that gives way.</param>
    /// <param name="above">The one that wins.</param>
    /// <param name="notes">Hears of the keys of maps that went into others.</param>
    public static MapNode Over(MapNode below, MapNode above, Notes notes)
    {
        var entries = below.Entries.Where(entry => !above.Has(entry.Key)).ToList();
        foreach (var entry in above.Entries)
        {
            if (below[entry.Key] is MapNode under && entry.Value is MapNode over)
            {
                var lower = below.Entries.First(other => other.Key == entry.Key);
                notes.Carried(lower.Value.File, lower.At, entry.Key);
                entries.Add(entry with { Value = Over(under, over, notes) });
            }
            else
            {
                entries.Add(entry);
            }
        }

        return new MapNode(above.At, [.. entries]) { File = above.File };
    }
}
