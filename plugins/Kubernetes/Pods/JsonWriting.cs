using System.Text.Json.Nodes;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Writes objects of the API.</summary>
internal static class JsonWriting
{
    /// <summary>Sets a property, and gives the object back.</summary>
    public static JsonObject With(this JsonObject json, string name, JsonNode value)
    {
        json[name] = value;
        return json;
    }
}
