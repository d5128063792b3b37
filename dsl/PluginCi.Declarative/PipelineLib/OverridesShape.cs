using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>Any map that is no <c>$merge</c>: the published schema lets exactly one of both stand here, and a good <c>$merge</c> would be both.</summary>
internal sealed record OverridesShape : Shape
{
    public override string Expected => "a map";

    public override bool Fits(Node node) => node is MapNode;

    protected override JsonObject MakeSchema() => new() { ["type"] = "object", ["not"] = ExpressionShape.Merge.ToSchema() };

    protected override void CheckInside(Node node, string name, Findings findings)
    {
        if (node is MapNode { Entries.Length: 2 } map && map["$merge"] is MapNode && map["$with"] is MapNode)
        {
            findings.Error(node.At, DeclarativeDiagnostics.WrongKind, $"'{name}' may not be a $merge, though other values may; PipelineLib refuses it here. Write the map as it is to be");
        }
    }
}
