namespace PluginCi.Server;

/// <summary>Why a change is where it is, from the journal and the queues as they are now. All sentences are the gate's own.</summary>
public sealed record ExplanationView
{
    /// <summary>What the review system last said of it.</summary>
    public required ChangeSummary Change { get; init; }

    /// <summary>The newest decision about where it is: that it entered, may not enter, merged, was rejected or left; absent when there was none.</summary>
    public DecisionView? Decision { get; init; }

    /// <summary>What it waits for before it may enter a queue; absent when it does not wait.</summary>
    public string? Waiting { get; init; }

    /// <summary>Where it is queued; empty when it is in no queue.</summary>
    public required IReadOnlyList<StandingView> Standings { get; init; }

    /// <summary>What threw its builds away and when, oldest first.</summary>
    public required IReadOnlyList<DecisionView> Resets { get; init; }

    /// <summary>Its builds with what they were given, oldest first.</summary>
    public required IReadOnlyList<TestedBuildView> Builds { get; init; }

    /// <summary>What was told on it, with the votes, oldest first.</summary>
    public required IReadOnlyList<ReportView> Reports { get; init; }

    /// <summary>All decisions about it, oldest first.</summary>
    public required IReadOnlyList<DecisionView> Decisions { get; init; }
}
