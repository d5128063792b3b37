using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Texts of Jenkins Job Builder with their variables put in: <c>{name}</c>, <c>{name|default}</c>, and <c>{obj:name}</c> for a value that is no text.</summary>
/// <param name="values">The variables.</param>
internal sealed partial class JjbText(IReadOnlyDictionary<string, Node> values)
{
    private const int DeepestLevel = 20;

    private readonly HashSet<string> _missing = [];

    /// <summary>The names that nothing gives a value; they stay as they are written.</summary>
    public IEnumerable<string> Missing => _missing;

    /// <summary>A value with all its texts filled in; each keeps its place.</summary>
    public Node Put(Node node) => Put(node, 0);

    /// <summary>A text filled in.</summary>
    public string Put(string text) => Put(text, 0);

    private Node Put(Node node, int level) => node switch
    {
        _ when level > DeepestLevel => node,
        MapNode map => new MapNode(map.At, [.. map.Entries.Select(entry => entry with { Key = Put(entry.Key, level), Value = Put(entry.Value, level) }).DistinctBy(entry => entry.Key)]) { File = map.File, Tag = map.Tag },
        ListNode list => new ListNode(list.At, [.. list.Items.Select(item => Put(item, level))]) { File = list.File, Tag = list.Tag },
        ScalarNode text => PutScalar(text, level),
        _ => node,
    };

    private Node PutScalar(ScalarNode text, int level)
    {
        if (Whole().Match(text.Value) is { Success: true } whole && Find(whole, level) is { } value)
        {
            return value;
        }

        return text.Value.Contains('{', StringComparison.Ordinal) || text.Value.Contains('}', StringComparison.Ordinal)
            ? new ScalarNode(text.At, Put(text.Value, level), ScalarKind.Text) { File = text.File, Tag = text.Tag }
            : text;
    }

    private string Put(string text, int level) => Token().Replace(text, token => token.Value switch
    {
        "{{" => "{",
        "}}" => "}",
        _ => Find(token, level) switch
        {
            ScalarNode { Type: ScalarKind.Nothing } => "",
            ScalarNode scalar => scalar.Value,
            null => token.Value,
            _ => token.Value,
        },
    });

    // A value may stand for another one, and is then filled in itself.
    private Node? Find(Match token, int level)
    {
        var name = token.Groups["name"].Value;
        if (values.TryGetValue(name, out var value))
        {
            return value is ScalarNode text && text.Value == token.Value ? text : Put(value, level + 1);
        }

        if (token.Groups["default"] is { Success: true } usual)
        {
            return new ScalarNode(default, usual.Value, ScalarKind.Text);
        }

        _missing.Add(name);
        return null;
    }

    [GeneratedRegex(@"^\{obj:(?<name>[^{}|]+)(?:\|(?<default>[^{}]*))?\}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\{\{|\}\}|\{(?:obj:)?(?<name>[A-Za-z_][^{}|:\s]*)(?:\|(?<default>[^{}]*))?\}")]
    private static partial Regex Token();
}
