using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>One branch of one project.</summary>
/// <param name="Value">The project, <c>@</c> and the branch without <c>refs/heads/</c>, for example <c>mediawiki-core@main</c>.</param>
[JsonConverter(typeof(IdJsonConverter<ProjectBranch>))]
public readonly record struct ProjectBranch(string Value) : IId<ProjectBranch>, IComparable<ProjectBranch>
{
    /// <summary>Makes the identifier of a branch.</summary>
    /// <param name="project">The project.</param>
    /// <param name="branch">The branch without <c>refs/heads/</c>.</param>
    public ProjectBranch(ProjectName project, string branch)
        : this($"{project.Value}@{branch}")
    {
    }

    /// <summary>The project; the part before the first <c>@</c>.</summary>
    [JsonIgnore]
    public ProjectName Project => new(Value[..Value.IndexOf('@', StringComparison.Ordinal)]);

    /// <summary>The branch; the part after the first <c>@</c>.</summary>
    [JsonIgnore]
    public string Branch => Value[(Value.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <inheritdoc/>
    public static ProjectBranch Create(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ProjectBranch other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
