using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>A repository of the site.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Queue">The gate queue that it shares; null for one of its own.</param>
/// <param name="Pipelines">The pipelines that it takes part in; empty for all.</param>
internal sealed record FoundRepository(string Name, string? Queue, ImmutableArray<string> Pipelines);
