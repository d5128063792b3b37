using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>One change in a queue.</summary>
public sealed record QueueItem
{
    /// <summary>The item.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The change and the patchset as they were when it was enqueued.</summary>
    public required Change Change { get; init; }

    /// <summary>False for a copy that stands ahead of a change that depends on it in an independent pipeline: it is merged for it, but runs and reports nothing.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>The item whose merged state this one is tested on; null for the branch tips.</summary>
    public ItemId? Ahead { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The state under test, or null while it waits for the window or for the item ahead.</summary>
    public Buildset? Buildset { get; init; }

    /// <summary>How often its builds were thrown away because something ahead changed.</summary>
    public int Resets { get; init; }

    /// <summary>True from the moment its merge is asked for until the answer.</summary>
    public bool IsSubmitting { get; init; }
}
