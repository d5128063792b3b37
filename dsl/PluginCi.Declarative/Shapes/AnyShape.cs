using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>Any value at all.</summary>
internal sealed record AnyShape : Shape
{
    public override string Expected => "anything";

    public override bool Fits(Node node) => true;

    protected override JsonObject MakeSchema() => [];

    protected override void CheckInside(Node node, string name, Findings findings)
    {
    }
}
