using System.Text.Json;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Reads objects of the API, which leave out what is not so.</summary>
internal static class JsonReading
{
    /// <summary>The text of a property, or null.</summary>
    public static string? TextOf(this JsonElement json, string name) => json.Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A property, or null.</summary>
    public static JsonElement? Find(this JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The items of a list, or none.</summary>
    public static IEnumerable<JsonElement> ListOf(this JsonElement json, string name) => json.Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
