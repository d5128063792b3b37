namespace PluginCi.Model;

/// <summary>What a report on a change is about.</summary>
public enum ReportKind
{
    /// <summary>Its builds are about to start.</summary>
    Start,

    /// <summary>All voting builds passed (and, where the pipeline submits, it was merged).</summary>
    Success,

    /// <summary>A voting build failed, or its configuration has errors.</summary>
    Failure,

    /// <summary>It cannot be merged with what is ahead of it.</summary>
    Conflict,

    /// <summary>It cannot be enqueued, or the review system refused to submit it.</summary>
    Refused,

    /// <summary>It left the queue before its builds ended: abandoned, updated, unapproved or merged by somebody.</summary>
    Left,
}
