using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>The keys of a layout as they are written, so that some of them can be replaced later.</summary>
internal sealed class LayoutDraft
{
    private static readonly string[] Keys = ["pipelines", "jobs", "semaphores", "projects", "groups", "queues", "freezes", "reuse-results"];

    private readonly ImmutableDictionary<string, YamlValue> _values;

    private LayoutDraft(ImmutableDictionary<string, YamlValue> values) => _values = values;

    /// <summary>A layout with no key yet.</summary>
    public static LayoutDraft Empty { get; } = new(ImmutableDictionary<string, YamlValue>.Empty);

    /// <summary>The layout with the keys of a map instead of its own of these names.</summary>
    public LayoutDraft With(YamlMap map)
    {
        map.AllowOnly("a layout", Keys);
        return new LayoutDraft(_values.SetItems(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.AsText(), entry.Value))));
    }

    /// <summary>The value of a key; null where it is absent or has no value.</summary>
    public YamlValue? Find(string key) => _values.GetValueOrDefault(key) is { IsNull: false } value ? value : null;

    /// <summary>The entries of a key that holds a map of named things.</summary>
    public IReadOnlyList<(YamlValue Key, YamlValue Value)> Entries(string key) => Find(key)?.AsMap().Entries ?? [];

    /// <summary>The names below a key that holds a map of named things.</summary>
    public ImmutableArray<string> Names(string key) => [.. Entries(key).Select(entry => entry.Key.AsText())];
}
