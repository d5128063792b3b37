using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>One of several shapes, told apart by the kind of the value.</summary>
internal sealed record EitherShape(params ImmutableArray<Shape> Shapes) : Shape
{
    public override string Expected => string.Join(", or ", Shapes.Select(shape => shape.Expected).Distinct());

    public override bool Fits(Node node) => Shapes.Any(shape => shape.Fits(node));

    protected override JsonObject MakeSchema() => new() { ["anyOf"] = new JsonArray([.. Shapes.Select(shape => shape.ToSchema())]) };

    protected override void CheckInside(Node node, string name, Findings findings) => Shapes.First(shape => shape.Fits(node)).Check(node, name, findings);
}
