using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Server;

/// <summary>Turns free-form YAML into the JSON that plugins get. Plain scalars follow YAML's JSON schema; quoted ones are texts.</summary>
internal static class YamlJson
{
    public static JsonElement ToElement(YamlNode node) => JsonSerializer.SerializeToElement(ToNode(node));

    private static JsonNode? ToNode(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(entry.Key.ToString(), ToNode(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToNode)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } => Plain(plain),
        YamlScalarNode { Value: { } text } => JsonValue.Create(text),
        _ => null,
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
