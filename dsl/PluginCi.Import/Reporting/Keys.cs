using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>
/// The keys of one map while they are read. Whoever takes a key answers for it: it counts as carried over unless something else is said of its place, and a key that nobody takes needs a person.
/// So nothing that a file says is lost in silence.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="what">What it is, for notes, for example the name of a job.</param>
/// <param name="notes">Takes what becomes of the keys.</param>
internal sealed class Keys(MapNode map, string what, Notes notes)
{
    private readonly HashSet<string> _taken = [];

    public MapNode Map { get; } = map;

    public Notes Notes { get; } = notes;

    /// <summary>The value of a key, which is thereby answered for; null where the key is absent.</summary>
    public Node? Take(string key)
    {
        _taken.Add(key);
        return Map[key];
    }

    public string? TakeText(string key) => (Take(key) as ScalarNode)?.Value;

    public void Approximate(string key, string text)
    {
        if (Find(key) is { Key: not null } entry)
        {
            _taken.Add(key);
            Notes.Approximated(entry.Value.File, entry.At, NameOf(key), text);
        }
    }

    public void NeedPerson(string key, string text)
    {
        if (Find(key) is { Key: not null } entry)
        {
            _taken.Add(key);
            Notes.NeedsPerson(entry.Value.File, entry.At, NameOf(key), text);
        }
    }

    /// <summary>The keys that nobody took, and that stand for no setting of the format; they count as taken.</summary>
    public IEnumerable<MapEntry> TakeRest()
    {
        MapEntry[] rest = [.. Map.Entries.Where(entry => !_taken.Contains(entry.Key))];
        _taken.UnionWith(rest.Select(entry => entry.Key));
        return rest;
    }

    /// <summary>Tells of every key that nobody has told of.</summary>
    public void End()
    {
        foreach (var entry in Map.Entries)
        {
            if (!_taken.Contains(entry.Key))
            {
                Notes.NeedsPerson(entry.Value.File, entry.At, NameOf(entry.Key), "the importer does not know this key; nothing of it is in the scripts");
            }
            else if (!Notes.Has(entry.Value.File, entry.At))
            {
                Notes.Carried(entry.Value.File, entry.At, NameOf(entry.Key));
            }
        }
    }

    private MapEntry Find(string key) => Map.Entries.FirstOrDefault(entry => entry.Key == key);

    private string NameOf(string key) => what.Length == 0 ? key : $"{what}.{key}";
}
