using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PluginCi.Declarative;

/// <summary>Reads the text of a YAML file to values that know their places, within limits.</summary>
internal sealed class YamlReader
{
    /// <summary>How deep lists and maps may be nested.</summary>
    public const int Deepest = 50;

    /// <summary>How many values a file may have, every alias counted as what it stands for.</summary>
    public const int MostValues = 100_000;

    private const string MergeKey = "<<";

    private const string MergeTag = "tag:yaml.org,2002:merge";

    private readonly Dictionary<string, Node?> _anchors = [];
    private readonly Findings _findings;
    private readonly ImmutableArray<string> _tags;
    private readonly Parser _parser;

    private YamlReader(string text, Findings findings, ImmutableArray<string> tags)
    {
        _findings = findings;
        _tags = tags;
        _parser = new Parser(new Scanner(new StringReader(text)));
    }

    /// <summary>Reads a text.</summary>
    /// <returns>The map that the file is; null where it is none, and <paramref name="findings"/> say why.</returns>
    public static MapNode? Read(string text, Findings findings)
    {
        var root = ReadAny(text, findings);
        if (root is null or MapNode)
        {
            return root as MapNode;
        }

        findings.Error(root.At, DeclarativeDiagnostics.WrongKind, $"the file must be a map, found {root.Kind}");
        return null;
    }

    /// <summary>Reads a text whose outermost value may be of any kind.</summary>
    /// <param name="text">The text.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <param name="tags">The tags that the format has, such as <c>!reference</c>.</param>
    /// <returns>The value; null where there is none, and <paramref name="findings"/> say why.</returns>
    public static Node? ReadAny(string text, Findings findings, params ImmutableArray<string> tags)
    {
        if (text.Length > FileText.LongestFile)
        {
            findings.Error(default, DeclarativeDiagnostics.TooMuch, $"the file has {text.Length} characters; {FileText.LongestFile} are allowed");
            return null;
        }

        var reader = new YamlReader(text, findings, tags);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException trouble)
        {
            var (at, why) = Explain(text, trouble);
            findings.Error(at, DeclarativeDiagnostics.NotYaml, $"the file is not YAML: {why}");
            return null;
        }
        catch (Exception trouble) when (trouble is ArgumentException or InvalidOperationException)
        {
            // The parser has no error of its own for some texts, such as a tag that is no address.
            findings.Error(reader._parser.Current is { } last ? PlaceOf(last.End) : default, DeclarativeDiagnostics.NotYaml, $"the file is not YAML: {trouble.Message}");
            return null;
        }
        catch (LimitException trouble)
        {
            findings.Error(trouble.At, DeclarativeDiagnostics.TooMuch, trouble.Message);
            return null;
        }
    }

    private Node? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _findings.Error(default, DeclarativeDiagnostics.WrongKind, "the file is empty; one map is expected");
            return null;
        }

        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _findings.Error(PlaceOf(second.Start), DeclarativeDiagnostics.WrongKind, "a second YAML document begins here; one map is expected");
        }

        return root;
    }

    private Node ReadNode(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Find(alias);
        }

        var start = _parser.Current as NodeEvent ?? throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a value is expected");
        var at = PlaceOf(start.Start);
        if (depth > Deepest)
        {
            throw new LimitException(at, $"lists and maps are nested deeper than {Deepest}");
        }

        // An alias inside of what it names finds null here and is refused.
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = null;
        }

        Node node = start switch
        {
            SequenceStart => ReadList(at, depth),
            MappingStart => ReadMap(at, depth),
            _ => ReadScalar(at),
        };
        if (node.Size > MostValues)
        {
            throw new LimitException(at, $"the file has more than {MostValues} values, every alias counted as what it stands for");
        }

        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private Node Find(AnchorAlias alias) =>
        _anchors.GetValueOrDefault(alias.Value.Value)
        ?? throw new YamlException(alias.Start, alias.End, _anchors.ContainsKey(alias.Value.Value)
            ? $"'*{alias.Value}' stands inside of what it names"
            : $"there is no '&{alias.Value}' before '*{alias.Value}'");

    private ScalarNode ReadScalar(Place at)
    {
        var scalar = _parser.Consume<Scalar>();
        if (!scalar.Tag.IsEmpty && scalar.Tag.Value is not ("tag:yaml.org,2002:str" or MergeTag or "!") && TagOf(scalar) is null)
        {
            _findings.Error(at, DeclarativeDiagnostics.NotYaml, $"the tag '{scalar.Tag}' is not known; write the value without it");
        }

        // A key with the tag of merges is one, whatever it is called: often nothing.
        var value = !scalar.Tag.IsEmpty && scalar.Tag.Value == MergeTag ? MergeKey : scalar.Value;
        return new ScalarNode(at, value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? ScalarNode.Resolve(scalar.Value) : ScalarKind.Text) { File = _findings.Path, Tag = TagOf(scalar) };
    }

    private ListNode ReadList(Place at, int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new ListNode(at, items.ToImmutable()) { File = _findings.Path, Tag = TagOf(start) };
    }

    private MapNode ReadMap(Place at, int depth)
    {
        _parser.Consume<MappingStart>();
        var entries = new MapEntries(_findings);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not ScalarNode { Value: var name, Type: var type })
            {
                _findings.Error(key.At, DeclarativeDiagnostics.WrongKind, $"a key must be a text, found {key.Kind}");
            }
            else if (name == MergeKey && type == ScalarKind.Text)
            {
                entries.Merge(value);
            }
            else
            {
                entries.Add(new MapEntry(name, key.At, value));
            }
        }

        return new MapNode(at, entries.ToImmutable()) { File = _findings.Path };
    }

    private string? TagOf(NodeEvent node) => !node.Tag.IsEmpty && _tags.Contains(node.Tag.Value) ? node.Tag.Value : null;

    private static Place PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    // The parser says of a tab only that it may not stand there, and sometimes not even where.
    private static (Place At, string Why) Explain(string text, YamlException trouble)
    {
        var at = PlaceOf(trouble.Start);
        var tab = 1 + text.Split('\n').ToList().FindIndex(line => line[..(line.Length - line.TrimStart().Length)].Contains('\t', StringComparison.Ordinal));
        return tab > 0 && (at == new Place(1, 1) || at.Line == tab)
            ? (new Place(tab, 1), "this line is indented by a tab; use spaces")
            : (at, trouble.InnerException?.Message ?? trouble.Message);
    }
}
