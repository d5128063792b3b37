using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A stop of merges that somebody asks for.</summary>
/// <param name="Scope"><c>all</c>, a queue, a project or a repo group.</param>
/// <param name="Until">When it ends by itself; null for never.</param>
public sealed record FreezeWish(string Scope, DateTimeOffset? Until = null)
{
    /// <summary>Globs of the branches that nothing is merged into; empty for all.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>The changes that are merged all the same.</summary>
    public ImmutableArray<FreezeException> Exceptions { get; init; } = [];
}
