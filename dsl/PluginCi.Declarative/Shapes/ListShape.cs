using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>A list.</summary>
/// <param name="Item">What each of its values may be.</param>
internal sealed record ListShape(Shape Item) : Shape
{
    public static readonly ListShape Texts = new(ScalarShape.Text);

    public override string Expected => "a list";

    public override bool Fits(Node node) => node is ListNode;

    protected override JsonObject MakeSchema() => new() { ["type"] = "array", ["items"] = Item.ToSchema() };

    protected override void CheckInside(Node node, string name, Findings findings)
    {
        foreach (var (index, item) in ((ListNode)node).Items.Index())
        {
            Item.Check(item, string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]"), findings);
        }
    }
}
