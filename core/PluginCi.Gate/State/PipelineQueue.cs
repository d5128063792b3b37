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

    /// <summary>How many items from the head on may have builds, 1 or more, or 0 for all; used by a dependent pipeline only.</summary>
    public required int Window { get; init; }

    /// <summary>How many items from the head on may have a state under test: none behind has. Never less than what has one.</summary>
    public int Active { get; init; }

    /// <summary>The items that are tested as one now, in queue order; the last holds the builds. Used by strategy batch only.</summary>
    public ImmutableArray<ItemId> Batch { get; init; } = [];

    /// <summary>The parts of failed batches that are still to be tested, first things first; each part is tested as one. Used by strategy batch only.</summary>
    public ImmutableArray<ImmutableArray<ItemId>> Parts { get; init; } = [];

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

    /// <summary>The item of a change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The item, or null when the change is not in the queue by itself.</returns>
    public QueueItem? FindLive(ChangeId change) => Items.FirstOrDefault(item => item.Has(change));
}
