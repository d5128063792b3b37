namespace PluginCi.Server;

/// <summary>Where a change is queued, and what stands between it and its end there.</summary>
public sealed record StandingView
{
    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>True when the pipeline merges what passes.</summary>
    public required bool Submits { get; init; }

    /// <summary>The item, with its place, its jobs and what it is tested on.</summary>
    public required ItemView Item { get; init; }

    /// <summary>How many items the pipeline holds.</summary>
    public required int Length { get; init; }

    /// <summary>Why it was enqueued; absent when the journal does not tell.</summary>
    public DecisionView? Enqueued { get; init; }

    /// <summary>What it waits for, the end of a sentence; empty when it does not wait.</summary>
    public required string WaitsFor { get; init; }

    /// <summary>The stops of merges that concern it, oldest first.</summary>
    public required IReadOnlyList<FreezeView> Freezes { get; init; }

    /// <summary>When it may end at the soonest, from how long its jobs took before; absent when no job has a history, or it waits for a thaw that nobody can foretell.</summary>
    public DateTimeOffset? Soonest { get; init; }

    /// <summary>When it is likely to have ended at the latest; absent with <see cref="Soonest"/>.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>True when a freeze without an end stops it or what must merge before it, so that it does not merge before somebody thaws.</summary>
    public bool AwaitsThaw { get; init; }
}
