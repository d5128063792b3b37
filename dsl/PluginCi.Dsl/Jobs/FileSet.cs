using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>Files of a job's repositories.</summary>
public sealed class FileSet
{
    internal FileSet(ImmutableArray<string> globs) => Globs = globs;

    internal ImmutableArray<string> Globs { get; }
}
