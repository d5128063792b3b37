using PluginCi.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Server;

/// <summary>One mapping of a YAML file, read key by key; what is wrong with it is gathered, not thrown.</summary>
internal sealed class YamlMap(YamlMappingNode node, string path, string prefix, ICollection<Diagnostic> diagnostics)
{
    /// <summary>Reports every key that is not known.</summary>
    public void AllowOnly(params IReadOnlyList<string> known)
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
            {
                var where = prefix.Length == 0 ? "" : $" in '{prefix}'";
                Report(key.Start, ServerDiagnostics.UnknownKey, $"'{key}' is not a setting{where}. Known ones are {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>The text of a key, or null when it is absent or not a text.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        { } other => WrongKind<string>(other, key, "a text that is not empty"),
    };

    /// <summary>A text turned into a value; what cannot be turned is reported with what was expected.</summary>
    public T? Value<T>(string key, Func<string, T?> parse, string expected)
        where T : struct
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            BadValue(key, $"'{Name(key)}' is '{text}', expected {expected}.");
        }

        return value;
    }

    /// <inheritdoc cref="Value"/>
    public T? Reference<T>(string key, Func<string, T?> parse, string expected)
        where T : class
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            BadValue(key, $"'{Name(key)}' is '{text}', expected {expected}.");
        }

        return value;
    }

    /// <summary>A list of texts, or null when it is absent or something else.</summary>
    public IReadOnlyList<string>? Texts(string key) => Find(key) switch
    {
        null => null,
        YamlSequenceNode list when list.Children.All(entry => entry is YamlScalarNode { Value.Length: > 0 }) =>
            [.. list.Children.Cast<YamlScalarNode>().Select(entry => entry.Value!)],
        { } other => WrongKind<IReadOnlyList<string>>(other, key, "a list of texts"),
    };

    /// <summary>The mapping below a key, or null when it is absent or something else.</summary>
    public YamlMap? Map(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new YamlMap(map, path, Name(key), diagnostics),
        { } other => WrongKind<YamlMap>(other, key, "a mapping"),
    };

    /// <summary>All keys with their values, for free forms.</summary>
    public IEnumerable<(string Key, YamlNode Value)> Entries() =>
        node.Children.Where(entry => entry.Key is YamlScalarNode).Select(entry => (((YamlScalarNode)entry.Key).Value ?? "", entry.Value));

    public void BadValue(string key, string text) => Report((Find(key) ?? node).Start, ServerDiagnostics.BadValue, text);

    // A key without a value ("plugins:") is YAML's null: as good as absent.
    private YamlNode? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain }
            ? value
            : null;

    private string Name(string key) => prefix.Length == 0 ? key : $"{prefix}.{key}";

    private T? WrongKind<T>(YamlNode found, string key, string expected)
        where T : class
    {
        Report(found.Start, ServerDiagnostics.WrongKind, $"'{Name(key)}' must be {expected}, found {Describe(found)}.");
        return null;
    }

    private static string Describe(YamlNode found) => found switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        _ => "a text or an empty value",
    };

    private void Report(Mark at, string id, string text) =>
        diagnostics.Add(new Diagnostic(path, (int)at.Line, (int)at.Column, DiagnosticSeverity.Error, id, text));
}
