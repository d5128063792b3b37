using System.Globalization;
using System.Text.Json.Nodes;
using PluginCi.Declarative;
using PluginCi.Pipelines;

namespace PluginCi.Cli;

/// <summary>The schema of files in our own form, with the types that there are and their versions.</summary>
internal static class OwnSchema
{
    public static JsonObject Make()
    {
        var schema = DeclarativeSchema.Of(DeclarativeKind.Own);
        schema["properties"]!["type"]!["enum"] = new JsonArray([.. ProjectTypes.All.Select(type => JsonValue.Create(type.Name))]);
        schema["allOf"] = new JsonArray([.. ProjectTypes.All.Select(VersionsOf)]);
        return schema;
    }

    private static JsonObject VersionsOf(ProjectType type) => new()
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type.Name } }, ["required"] = new JsonArray("type") },
        ["then"] = new JsonObject { ["properties"] = new JsonObject { ["versions"] = type.Versions.IsEmpty ? new JsonObject { ["type"] = "array", ["maxItems"] = 0 } : OneOrMore(type) } },
    };

    private static JsonObject OneOrMore(ProjectType type)
    {
        // In quotes or not: without them editors see a number.
        JsonObject Known() => new() { ["enum"] = new JsonArray([.. type.Versions.SelectMany(known => new JsonNode[] { known.Version, double.Parse(known.Version, CultureInfo.InvariantCulture) })]) };
        return new JsonObject { ["anyOf"] = new JsonArray(Known(), new JsonObject { ["type"] = "array", ["items"] = Known() }) };
    }
}
