using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>All builds of one state of a queue item.</summary>
/// <param name="Value">Unique on a server: the queue and a number, for example <c>site-a-s7</c>.</param>
[JsonConverter(typeof(IdJsonConverter<BuildsetId>))]
public readonly record struct BuildsetId(string Value) : IId<BuildsetId>, IComparable<BuildsetId>
{
    /// <inheritdoc/>
    public static BuildsetId Create(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(BuildsetId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
