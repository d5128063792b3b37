using YamlDotNet.RepresentationModel;

namespace PluginCi.Simulation;

/// <summary>One map of a YAML file. The first thing that is wrong with it is thrown.</summary>
internal sealed class YamlMap
{
    private readonly YamlValue _self;
    private readonly Dictionary<string, YamlValue> _values = [];
    private readonly List<(YamlValue Key, YamlValue Value)> _entries = [];

    public YamlMap(YamlMappingNode node, YamlValue self)
    {
        _self = self;
        foreach (var (keyNode, valueNode) in node.Children)
        {
            var key = self.With(keyNode, $"a key of {self.Name}");
            var name = key.AsText();
            var value = self.With(valueNode, $"'{name}'");
            _entries.Add((key, value));
            _values.Add(name, value);
        }
    }

    /// <summary>The keys with their values, in the order of the file.</summary>
    public IReadOnlyList<(YamlValue Key, YamlValue Value)> Entries => _entries;

    /// <summary>Refuses every key that is not known.</summary>
    /// <param name="what">What the map is, for example <c>a pipeline</c>.</param>
    /// <param name="known">The keys.</param>
    public void AllowOnly(string what, params IReadOnlyCollection<string> known)
    {
        foreach (var (key, _) in _entries)
        {
            if (!known.Contains(key.AsText()))
            {
                throw key.Fault(ScenarioDiagnostics.UnknownKey, $"'{key.AsText()}' is not a key of {what}; known are {string.Join(", ", known)}");
            }
        }
    }

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>The value of a key; null where the key is absent or has no value.</summary>
    public YamlValue? Find(string key) => _values.TryGetValue(key, out var value) && !value.IsNull ? value : null;

    /// <summary>The value of a key that must be there.</summary>
    /// <param name="what">What the map is, for example <c>a pipeline</c>.</param>
    /// <param name="key">The key.</param>
    public YamlValue Require(string what, string key) =>
        Find(key) ?? throw _self.Fault(ScenarioDiagnostics.MissingKey, $"{what} needs the key '{key}'");

    public ScenarioFileException Fault(string id, string text) => _self.Fault(id, text);
}
