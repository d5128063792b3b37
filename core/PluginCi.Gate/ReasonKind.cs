namespace PluginCi.Gating;

/// <summary>What was decided.</summary>
public enum ReasonKind
{
    /// <summary>It entered a queue.</summary>
    Enqueued,

    /// <summary>It is not enqueued, for now or for good.</summary>
    NotEnqueued,

    /// <summary>Its merge is made and its builds may start.</summary>
    Prepared,

    /// <summary>Its builds were thrown away because something ahead of it changed.</summary>
    Reset,

    /// <summary>One of its builds ended.</summary>
    BuildEnded,

    /// <summary>A build was lost and is tried again.</summary>
    Retried,

    /// <summary>It cannot merge as it is, so those behind it are tested without it.</summary>
    Failing,

    /// <summary>It passed, and its merge is asked for.</summary>
    Submitting,

    /// <summary>It is merged.</summary>
    Merged,

    /// <summary>It was rejected.</summary>
    Rejected,

    /// <summary>It passed in a pipeline that does not merge.</summary>
    Passed,

    /// <summary>It left the queue before its builds ended.</summary>
    Left,

    /// <summary>A branch moved past the gate.</summary>
    BranchMoved,

    /// <summary>The window of a queue has another size.</summary>
    Window,

    /// <summary>It waits, and for what.</summary>
    Waiting,

    /// <summary>A build of a former state was kept, as its job and inputs are the same.</summary>
    Reused,

    /// <summary>A build passed on the very state that one had failed on.</summary>
    Flaked,

    /// <summary>Merges were stopped.</summary>
    Frozen,

    /// <summary>Merges are allowed again.</summary>
    Thawed,

    /// <summary>The order of a queue was changed by an operator.</summary>
    Promoted,

    /// <summary>An operator's command cannot be done.</summary>
    CommandRefused,

    /// <summary>Something went wrong that a person must look at now.</summary>
    Alarm,
}
