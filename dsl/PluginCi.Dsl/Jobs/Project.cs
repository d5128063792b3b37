using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>What the script of a project returns.</summary>
public sealed class Project
{
    internal Project(Selection[] parts) => Parts = [.. parts];

    internal ImmutableArray<Selection> Parts { get; }
}
