using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>One proposal in a review system.</summary>
/// <param name="Value">The connection and the number there, for example <c>git/12</c>.</param>
[JsonConverter(typeof(IdJsonConverter<ChangeId>))]
public readonly record struct ChangeId(string Value) : IId<ChangeId>, IComparable<ChangeId>
{
    /// <summary>The connection (a configured instance of a source plugin) that knows the change; the part before the first slash.</summary>
    [JsonIgnore]
    public string Connection => Value[..Math.Max(0, Value.IndexOf('/', StringComparison.Ordinal))];

    /// <summary>The change's number or name in its review system; the part after the first slash.</summary>
    [JsonIgnore]
    public string Number => Value[(Value.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <inheritdoc/>
    public static ChangeId Create(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ChangeId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
