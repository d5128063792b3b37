using System.Text.Json;

namespace PluginCi.Plugins;

/// <summary>Checks settings against the part of JSON Schema that manifests use:
/// <c>type, properties, required, additionalProperties, enum, minimum, maximum, items</c>; other keywords only inform people.</summary>
internal static class SettingsCheck
{
    /// <returns>One sentence for the first thing that is wrong, or null.</returns>
    public static string? FindError(JsonElement schema, JsonElement value, string path) =>
        CheckType(schema, value, path)
        ?? CheckEnum(schema, value, path)
        ?? value.ValueKind switch
        {
            JsonValueKind.Object => CheckObject(schema, value, path),
            JsonValueKind.Array => CheckItems(schema, value, path),
            JsonValueKind.Number => CheckRange(schema, value, path),
            _ => null,
        };

    private static string? CheckType(JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        var fits = type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => true,
        };
        return fits ? null : $"{path} must be of type {type.GetString()}, found {value.GetRawText()}.";
    }

    private static string? CheckEnum(JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("enum", out var allowed) || allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            return null;
        }

        return $"{path} is {value.GetRawText()}; allowed: {string.Join(", ", allowed.EnumerateArray().Select(one => one.GetRawText()))}.";
    }

    private static string? CheckObject(JsonElement schema, JsonElement value, string path)
    {
        var known = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)
            : [];
        var isClosed = schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False;
        foreach (var setting in value.EnumerateObject())
        {
            if (known.TryGetValue(setting.Name, out var of))
            {
                if (FindError(of, setting.Value, $"{path}.{setting.Name}") is { } error)
                {
                    return error;
                }
            }
            else if (isClosed)
            {
                return $"{path} has the unknown setting '{setting.Name}'; known settings: {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.";
            }
        }

        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().Select(name => name.GetString()!).FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing)
        {
            return $"{path} lacks the setting '{missing}'.";
        }

        return null;
    }

    private static string? CheckItems(JsonElement schema, JsonElement value, string path) =>
        schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().Select((item, index) => FindError(items, item, $"{path}[{index}]")).FirstOrDefault(error => error is not null)
            : null;

    private static string? CheckRange(JsonElement schema, JsonElement value, string path)
    {
        var number = value.GetDouble();
        if (schema.TryGetProperty("minimum", out var minimum) && number < minimum.GetDouble())
        {
            return $"{path} is {value.GetRawText()}; it must be {minimum.GetRawText()} or more.";
        }

        return schema.TryGetProperty("maximum", out var maximum) && number > maximum.GetDouble()
            ? $"{path} is {value.GetRawText()}; it must be {maximum.GetRawText()} or less."
            : null;
    }
}
