using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>A map that stands for a value to be computed: <c>$merge</c> or <c>$each</c>.</summary>
/// <param name="Mark">The key by which it is known.</param>
/// <param name="Inside">What the map may be.</param>
internal sealed record ExpressionShape(string Mark, Shape Inside) : Shape
{
    public static readonly ExpressionShape Merge = new("$merge", new FieldsShape(new Dictionary<string, Shape>
    {
        ["$merge"] = new MapShape(new AnyShape()),
        ["$with"] = new MapShape(new AnyShape()),
    })
    {
        Required = ["$merge", "$with"],
    });

    public static readonly ExpressionShape Each = new("$each", new FieldsShape(new Dictionary<string, Shape>
    {
        ["$each"] = new EitherShape(ScalarShape.Text, ListShape.Texts),
        ["$in"] = ScalarShape.Text,
        ["$delimiter"] = ScalarShape.Text,
        ["$yield"] = new AnyShape(),
    })
    {
        Required = ["$each"],
    });

    public override string Expected => $"a map with {Mark}";

    public override bool Fits(Node node) => node is MapNode map && map.Has(Mark);

    protected override JsonObject MakeSchema() => Inside.ToSchema();

    protected override void CheckInside(Node node, string name, Findings findings) => Inside.Check(node, name, findings);
}
