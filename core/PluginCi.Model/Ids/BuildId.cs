using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>One run of a job.</summary>
/// <param name="Value">Unique on a server: the queue and a number, for example <c>site-a-42</c>.</param>
[JsonConverter(typeof(IdJsonConverter<BuildId>))]
public readonly record struct BuildId(string Value) : IId<BuildId>, IComparable<BuildId>
{
    /// <inheritdoc/>
    public static BuildId Create(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(BuildId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
