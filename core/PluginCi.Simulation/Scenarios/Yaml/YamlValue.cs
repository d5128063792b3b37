using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Simulation;

/// <summary>One value of a YAML file, with its place. What is wrong with it is thrown.</summary>
/// <param name="node">The value.</param>
/// <param name="path">The file.</param>
/// <param name="name">What messages call it, for example <c>'window'</c>.</param>
internal sealed class YamlValue(YamlNode node, string path, string name)
{
    public string Name { get; } = name;

    /// <summary>The file, as messages name it.</summary>
    public string File { get; } = path;

    /// <summary>True for nothing at all, <c>~</c> and <c>null</c>.</summary>
    public bool IsNull => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    public bool IsMap => node is YamlMappingNode;

    public bool IsList => node is YamlSequenceNode;

    /// <summary>True for a whole number.</summary>
    public bool IsCount => node is YamlScalarNode { Value: { } text } && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>Another value of the same file.</summary>
    public YamlValue With(YamlNode other, string what) => new(other, File, what);

    public YamlMap AsMap() => node is YamlMappingNode map ? new YamlMap(map, this) : throw Wrong("a map");

    /// <summary>A map; nothing at all stands for one without keys.</summary>
    public YamlMap AsMapOrNothing() => IsNull ? new YamlMap([], this) : AsMap();

    /// <summary>The entries of a list; a single value stands for a list of one, and nothing at all for an empty one.</summary>
    public IReadOnlyList<YamlValue> AsEntries() => node is YamlSequenceNode list
        ? [.. list.Children.Select(entry => With(entry, $"an entry of {Name}"))]
        : IsNull ? [] : [this];

    /// <summary>A list of texts, in the form of <see cref="AsEntries"/>.</summary>
    public ImmutableArray<string> AsTexts() => [.. AsEntries().Select(entry => entry.AsText())];

    public string AsText() => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } text } when !IsNull => text,
        YamlMappingNode { Style: MappingStyle.Flow } => throw Wrong("a text (in quotes where it has braces: \"{A,B}\")"),
        _ => throw Wrong("a text"),
    };

    public bool AsBool() => node is YamlScalarNode { Value: { } text } && bool.TryParse(text, out var value) ? value : throw Wrong("true or false");

    /// <summary>A whole number, with or without a sign.</summary>
    /// <param name="least">The smallest that is allowed.</param>
    public int AsInt(int least = int.MinValue)
    {
        var value = IsCount ? int.Parse(AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : throw Wrong("a whole number");
        return value >= least ? value : throw Bad($"a number of {least} or more");
    }

    public TimeSpan AsDuration() => Durations.Parse(AsText()) ?? throw Bad("a time such as 30s, 10m or 1h30m");

    /// <summary>One of a few words.</summary>
    public T AsWord<T>(IReadOnlyDictionary<string, T> words) =>
        words.TryGetValue(AsText(), out var value) ? value : throw Bad($"one of {string.Join(", ", words.Keys)}");

    /// <summary>A name that must be known.</summary>
    /// <param name="what">What is named, for example <c>change</c>.</param>
    /// <param name="known">The known names.</param>
    public string AsName(string what, IReadOnlyCollection<string> known) => known.Contains(AsText()) ? AsText() : throw Unknown(what, known);

    public ScenarioFileException Unknown(string what, IReadOnlyCollection<string> known) => Fault(
        ScenarioDiagnostics.UnknownName,
        $"there is no {what} '{AsText()}'; {(known.Count == 0 ? "none is known" : $"known are {string.Join(", ", known)}")}");

    public ScenarioFileException Bad(string expected) => Fault(ScenarioDiagnostics.BadValue, $"{Name} is '{node}', expected {expected}");

    public ScenarioFileException Wrong(string expected) => Fault(ScenarioDiagnostics.WrongKind, $"{Name} must be {expected}, found {Kind()}");

    public ScenarioFileException Fault(string id, string text) =>
        new(new Diagnostic(File, (int)node.Start.Line, (int)node.Start.Column, DiagnosticSeverity.Error, id, text));

    /// <summary>The value on one line, as a file could write it.</summary>
    public string ToFlow() => Flow(node);

    private static string Flow(YamlNode value) => value switch
    {
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(Flow))}]",
        YamlMappingNode map => $"{{ {string.Join(", ", map.Children.Select(entry => $"{Flow(entry.Key)}: {Flow(entry.Value)}"))} }}",
        _ => value.ToString(),
    };

    private string Kind() => node switch
    {
        YamlMappingNode => "a map",
        YamlSequenceNode => "a list",
        _ when IsNull => "nothing",
        _ => $"the text '{node}'",
    };
}
