namespace PluginCi.Server;

/// <summary>Everything known of a change.</summary>
public sealed record ChangeView
{
    /// <summary>What the review system last said of it.</summary>
    public required ChangeSummary Change { get; init; }

    /// <summary>Where it is queued now; empty when it is in no queue.</summary>
    public required IReadOnlyList<PlaceView> Places { get; init; }

    /// <summary>What it waits for before it may enter a queue; absent when it does not wait.</summary>
    public string? Waiting { get; init; }

    /// <summary>Its builds, oldest first.</summary>
    public required IReadOnlyList<BuildView> Builds { get; init; }

    /// <summary>What was told on it, oldest first.</summary>
    public required IReadOnlyList<ReportView> Reports { get; init; }

    /// <summary>What the gate decided about it and why, oldest first.</summary>
    public required IReadOnlyList<ReasonView> History { get; init; }
}
