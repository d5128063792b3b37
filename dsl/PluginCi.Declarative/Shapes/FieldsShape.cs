using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PluginCi.Declarative;

/// <summary>A map whose keys are known.</summary>
/// <param name="Fields">The keys, and what may stand behind each.</param>
internal sealed record FieldsShape(IReadOnlyDictionary<string, Shape> Fields) : Shape
{
    /// <summary>Keys that must be there.</summary>
    public ImmutableArray<string> Required { get; init; } = [];

    /// <summary>Keys that were known once: each is told by a warning. With what to do about it.</summary>
    public IReadOnlyDictionary<string, string> Old { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>True where keys that are not known are passed over.</summary>
    public bool TakesMore { get; init; }

    public override string Expected => "a map";

    public override bool Fits(Node node) => node is MapNode;

    protected override JsonObject MakeSchema()
    {
        var known = Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.ToSchema()))
            .Concat(Old.Select(old => KeyValuePair.Create(old.Key, (JsonNode?)new JsonObject { ["deprecated"] = true, ["description"] = $"No key any more; {old.Value}." })));
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(known) };
        if (!Required.IsEmpty)
        {
            schema["required"] = new JsonArray([.. Required.Select(key => JsonValue.Create(key))]);
        }

        if (!TakesMore)
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    }

    protected override void CheckInside(Node node, string name, Findings findings)
    {
        var map = (MapNode)node;
        foreach (var entry in map.Entries)
        {
            if (Fields.TryGetValue(entry.Key, out var shape))
            {
                shape.Check(entry.Value, Below(name, entry.Key), findings);
            }
            else if (Old.TryGetValue(entry.Key, out var advice))
            {
                findings.Warning(entry.At, DeclarativeDiagnostics.OldKey, $"'{Below(name, entry.Key)}' is not a key any more; {advice}");
            }
            else if (!TakesMore)
            {
                findings.Error(entry.At, DeclarativeDiagnostics.UnknownKey, $"'{entry.Key}' is not a key {Where(name)}; known are {string.Join(", ", Fields.Keys)}");
            }
        }

        foreach (var missing in Required.Where(key => !map.Has(key)))
        {
            findings.Error(map.At, DeclarativeDiagnostics.MissingKey, $"the key '{missing}' is missing {Where(name)}");
        }
    }

    private static string Where(string name) => name.Length == 0 ? "of the file" : $"of '{name}'";
}
