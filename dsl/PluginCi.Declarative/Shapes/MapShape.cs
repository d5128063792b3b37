using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>A map whose keys are names that the file chooses.</summary>
/// <param name="Value">What each value may be.</param>
/// <param name="KeyRule">What is wrong with a key, as the end of "the name 'x' "; null where nothing is.</param>
internal sealed record MapShape(Shape Value, Func<string, string?>? KeyRule = null) : Shape
{
    public override string Expected => "a map";

    public override bool Fits(Node node) => node is MapNode;

    protected override JsonObject MakeSchema() => new() { ["type"] = "object", ["additionalProperties"] = Value.ToSchema() };

    protected override void CheckInside(Node node, string name, Findings findings)
    {
        foreach (var entry in ((MapNode)node).Entries)
        {
            if (KeyRule?.Invoke(entry.Key) is { } complaint)
            {
                findings.Error(entry.At, DeclarativeDiagnostics.BadValue, $"the name '{entry.Key}' in '{name}' {complaint}");
            }

            Value.Check(entry.Value, Below(name, entry.Key), findings);
        }
    }
}
