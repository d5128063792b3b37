using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>A map of keys to values. No key is there twice.</summary>
internal sealed class MapNode(Place at, ImmutableArray<MapEntry> entries) : Node(at)
{
    /// <summary>In the order of the file.</summary>
    public ImmutableArray<MapEntry> Entries { get; } = entries;

    public override string Kind => "a map";

    public override long Size { get; } = 1 + entries.Sum(entry => entry.Value.Size);

    /// <summary>The value of a key; null where the key is absent.</summary>
    public Node? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key).Value;

    public bool Has(string key) => this[key] is not null;

    public MapNode? Map(string key) => this[key] as MapNode;

    public ImmutableArray<Node>? List(string key) => (this[key] as ListNode)?.Items;

    /// <summary>A text, or null where something else or nothing stands.</summary>
    public string? Text(string key) => this[key] is ScalarNode { Type: ScalarKind.Text, Value: var text } ? text : null;

    public bool? Flag(string key) => this[key] is ScalarNode { Type: ScalarKind.Flag } flag ? flag.IsOn : null;

    public long? Number(string key) => this[key] is ScalarNode { Type: ScalarKind.Number } number ? number.Whole : null;

    /// <summary>The texts of a list; null where no list stands.</summary>
    public ImmutableArray<string>? Texts(string key) =>
        List(key) is { } items ? [.. items.OfType<ScalarNode>().Select(item => item.Value)] : null;
}
