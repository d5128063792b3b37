using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>A step of making an image: one of the predefined kinds, or a command.</summary>
/// <param name="Requirements">The files that it needs; null where none are said, which is not the same as an empty list.</param>
internal abstract record Builder(ImmutableArray<Artifact>? Requirements)
{
    /// <summary>The key of the file that it stands behind.</summary>
    public abstract string Key { get; }

    /// <summary>The variants and images that it needs something of.</summary>
    public virtual IEnumerable<string> Needs => Requirements.OrEmpty().Where(artifact => !artifact.IsLocal).Select(artifact => artifact.From);

    /// <summary>The same kind of builder with what is said later, which wins.</summary>
    public abstract Builder With(Builder later);
}
