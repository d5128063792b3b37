using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>One entry of a queue.</summary>
/// <param name="Value">Unique on a server: the queue and a number, for example <c>site-a-i3</c>.</param>
[JsonConverter(typeof(IdJsonConverter<ItemId>))]
public readonly record struct ItemId(string Value) : IId<ItemId>, IComparable<ItemId>
{
    /// <inheritdoc/>
    public static ItemId Create(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ItemId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
