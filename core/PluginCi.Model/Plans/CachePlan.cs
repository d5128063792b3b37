using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A folder that a job keeps from build to build.</summary>
/// <param name="Path">The folder: <c>~/…</c> below the home of the build, or else from the folder that steps start in.</param>
/// <param name="KeyFiles">Globs of files, from the folder that steps start in, whose contents are the key: builds with the same contents share the folder first. Empty for one key.</param>
public sealed record CachePlan(string Path, ImmutableArray<string> KeyFiles)
{
    /// <summary>What the path of a folder below the home begins with.</summary>
    public const string Home = "~/";
}
