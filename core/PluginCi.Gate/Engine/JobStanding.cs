namespace PluginCi.Gating;

/// <summary>Where a job of a buildset stands.</summary>
public enum JobStanding
{
    /// <summary>A job that it needs has not passed yet.</summary>
    Waiting,

    /// <summary>It may start.</summary>
    Ready,

    /// <summary>Its build waits for a worker or runs.</summary>
    Running,

    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed for good.</summary>
    Failed,

    /// <summary>A job that it needs failed, so it never runs.</summary>
    Skipped,
}
