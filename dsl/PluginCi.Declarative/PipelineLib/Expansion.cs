using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Replaces the variables of a value, and what <c>$each</c> and <c>$merge</c> stand for. Pure: the same value and scope give the same.</summary>
internal static class Expansion
{
    /// <summary>The value that a text, list or map stands for.</summary>
    /// <exception cref="VariableException">It cannot be computed.</exception>
    public static Node Expand(Node value, LibScope scope) => value switch
    {
        ScalarNode { Type: ScalarKind.Text } text => Text(text.At, Expand(text.Value, scope)),
        ListNode list => new ListNode(list.At, [.. list.Items.Select(item => Expand(item, scope))]),
        MapNode map when map.Has("$each") => Each(map, scope),
        MapNode map when map.Has("$merge") => Merge(map, scope),
        MapNode map => new MapNode(map.At, [.. map.Entries.Select(entry => entry with { Key = Expand(entry.Key, scope), Value = Expand(entry.Value, scope) })]),
        _ => value,
    };

    /// <summary>A text with its variables replaced. A variable that has no value, or an empty one, is its default; without a dot and a value it stays as it is written.</summary>
    public static string Expand(string text, LibScope scope) => string.Concat(VariableToken.Parse(text).Select(token => token.Name is null
        ? token.Source
        : scope.Find(token) is not { } value ? token.Default ?? token.Source
        : Plain(value) is { Length: > 0 } found ? found
        : token.Default ?? ""));

    private static ListNode Each(MapNode map, LibScope scope)
    {
        var names = map.Texts("$each") ?? [map.Text("$each") ?? ""];
        var isOne = map["$each"] is ScalarNode;
        var body = map["$yield"] ?? Text(map.At, $"${{.{names.FirstOrDefault()}}}");
        return new ListNode(map.At, [.. Items(map, scope).Select(item => Expand(body, scope.Inside(isOne ? Bind(names[0], item) : Bind(names, item))))]);
    }

    // A delimiter is a set of characters, and what is empty between two is no item.
    private static IEnumerable<Node> Items(MapNode map, LibScope scope) =>
        map["$in"] is not { } source ? []
        : Expand(source, scope) is ListNode list ? list.Items
        : Plain(Expand(source, scope)).Split((map.Text("$delimiter") ?? "\n").ToCharArray(), StringSplitOptions.RemoveEmptyEntries).Select(item => Text(source.At, item));

    private static ImmutableDictionary<string, Node> Bind(string name, Node item) => ImmutableDictionary<string, Node>.Empty.Add(name, item);

    private static ImmutableDictionary<string, Node> Bind(ImmutableArray<string> names, Node item)
    {
        var values = Plain(item).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return values.Length < names.Length
            ? throw new VariableException($"insufficient number of values given ({string.Join(", ", values)}) to bind to variables ({string.Join(", ", names)})")
            : names.Zip(values).ToImmutableDictionary(pair => pair.First, pair => (Node)Text(item.At, pair.Second));
    }

    private static Node Merge(MapNode map, LibScope scope) => (Expand(map["$merge"]!, scope), Expand(map["$with"] ?? new MapNode(map.At, []), scope)) switch
    {
        (MapNode left, MapNode right) => new MapNode(map.At, [.. left.Entries.Select(entry => right.Has(entry.Key) ? entry with { Value = right[entry.Key]! } : entry), .. right.Entries.Where(entry => !left.Has(entry.Key))]),
        (ListNode left, ListNode right) => new ListNode(map.At, [.. left.Items, .. right.Items]),
        (ScalarNode left, ScalarNode right) => Text(map.At, Plain(left) + Plain(right)),
        var (left, right) => throw new VariableException($"$merge cannot join {left.Kind} with {right.Kind}"),
    };

    private static string Plain(Node value) => value switch
    {
        ScalarNode { Type: ScalarKind.Nothing } => "",
        ScalarNode scalar => scalar.Value,
        ListNode list => $"[{string.Join(", ", list.Items.Select(Plain))}]",
        MapNode map => $"[{string.Join(", ", map.Entries.Select(entry => $"{entry.Key}:{Plain(entry.Value)}"))}]",
        _ => "",
    };

    private static ScalarNode Text(Place at, string value) => new(at, value, ScalarKind.Text);
}
