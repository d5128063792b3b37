using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>A site, as far as scripts can say it.</summary>
/// <param name="Repositories">Its repositories, each with its queue or null.</param>
/// <param name="Pipelines">Its pipelines.</param>
/// <param name="Semaphores">Its semaphores with how many builds may hold each.</param>
internal sealed record FoundSite(ImmutableArray<FoundRepository> Repositories, ImmutableArray<FoundPipeline> Pipelines, ImmutableArray<(string Name, int Count)> Semaphores)
{
    /// <summary>The queues whose changes may need each other.</summary>
    public ImmutableArray<string> CycleQueues { get; init; } = [];
}
