using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Puts in what <c>!reference [job, key]</c> stands for.</summary>
internal sealed class References(MapNode root, Notes notes)
{
    // As GitLab: https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags
    private const int Deepest = 10;

    /// <summary>The value without references. Within lists, lists that references stand for become part of the list.</summary>
    public Node Resolve(Node node) => Resolve(node, 0);

    private Node Resolve(Node node, int depth) => node switch
    {
        ListNode { Tag: not null } reference => Find(reference, depth),
        ListNode list => new ListNode(list.At, [.. list.Items.SelectMany(item => Items(item, depth))]) { File = list.File },
        MapNode map => new MapNode(map.At, [.. map.Entries.Select(entry => entry with { Value = Resolve(entry.Value, depth) })]) { File = map.File },
        _ => node,
    };

    private ImmutableArray<Node> Items(Node item, int depth)
    {
        var resolved = Resolve(item, depth);
        return item is ListNode { Tag: not null } && resolved is ListNode list ? list.Items : [resolved];
    }

    private Node Find(ListNode reference, int depth)
    {
        Node? found = root;
        string[] way = [.. reference.Items.OfType<ScalarNode>().Select(item => item.Value)];
        foreach (var key in way)
        {
            found = (found as MapNode)?[key];
        }

        if (found is not null && way.Length > 0 && depth < Deepest)
        {
            return Resolve(found, depth + 1);
        }

        notes.NeedsPerson(reference.File, reference.At, $"!reference [{string.Join(", ", way)}]", "it stands for nothing that the files have");
        return new ListNode(reference.At, []) { File = reference.File };
    }
}
