using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>The one way the model is written to and read from JSON: camel case, enums as names, unknown members refused.</summary>
public static class ModelJson
{
    /// <summary>Compact; for storage and for plans between processes.</summary>
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>Indented; for people.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">Its type, the base type for a family of records.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>One line of JSON.</returns>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Writes a value as UTF-8.</summary>
    /// <typeparam name="T">Its type, the base type for a family of records.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>One line of JSON.</returns>
    public static byte[] WriteBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">The type it was written as.</typeparam>
    /// <param name="json">The JSON.</param>
    /// <returns>The value, never null.</returns>
    /// <exception cref="JsonException">The text is not JSON, or not of that type.</exception>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = indented,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowOutOfOrderMetadataProperties = true,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
