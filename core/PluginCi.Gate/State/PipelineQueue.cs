using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>The items of one queue in one pipeline.</summary>
public sealed record PipelineQueue
{
    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The items, head first.</summary>
    public ImmutableArray<QueueItem> Items { get; init; } = [];

    /// <summary>How many live items from the head on may have builds, 1 or more; used by a dependent pipeline only.</summary>
    public required int Window { get; init; }

    /// <summary>A queue without items.</summary>
    /// <param name="pipeline">Its pipeline.</param>
    /// <returns>The queue, its window at the start size.</returns>
    public static PipelineQueue Empty(PipelinePlan pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return new PipelineQueue { Pipeline = pipeline.Name, Window = pipeline.Window.Start };
    }

    /// <summary>The item of an id.</summary>
    /// <param name="id">The item, or null.</param>
    /// <returns>The item, or null when there is none of that id.</returns>
    public QueueItem? Find(ItemId? id) => id is { } wanted ? Items.FirstOrDefault(item => item.Id == wanted) : null;

    /// <summary>The live item of a change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The item, or null when the change is not in the queue by itself.</returns>
    public QueueItem? FindLive(ChangeId change) => Items.FirstOrDefault(item => item.IsLive && item.Change.Id == change);
}
