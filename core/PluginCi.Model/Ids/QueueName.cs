using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>The name of one gate queue: the projects that are tested and merged together.</summary>
/// <param name="Value">The project's name; for projects joined by repo groups the name of the first of those groups.</param>
[JsonConverter(typeof(IdJsonConverter<QueueName>))]
public readonly record struct QueueName(string Value) : IId<QueueName>, IComparable<QueueName>
{
    /// <inheritdoc/>
    public static QueueName Create(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(QueueName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
