using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>A list of values.</summary>
internal sealed class ListNode(Place at, ImmutableArray<Node> items) : Node(at)
{
    public ImmutableArray<Node> Items { get; } = items;

    public override string Kind => "a list";

    public override long Size { get; } = 1 + items.Sum(item => item.Size);
}
