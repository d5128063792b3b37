using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>The name of one repository under gate, unique on a server.</summary>
/// <param name="Value">For example <c>mediawiki-core</c> or <c>mediawiki/extensions/Maps</c>; no leading or trailing slash.</param>
[JsonConverter(typeof(IdJsonConverter<ProjectName>))]
public readonly record struct ProjectName(string Value) : IId<ProjectName>, IComparable<ProjectName>
{
    /// <inheritdoc/>
    public static ProjectName Create(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ProjectName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
