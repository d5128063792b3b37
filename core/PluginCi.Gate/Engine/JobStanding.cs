namespace PluginCi.Gating;

/// <summary>Where a job of a buildset stands.</summary>
public enum JobStanding
{
    /// <summary>A job that it needs is not done yet.</summary>
    Waiting,

    /// <summary>It may start.</summary>
    Ready,

    /// <summary>Its build waits for a worker or runs.</summary>
    Running,

    /// <summary>Its build did its own work and stays up for the jobs that need it.</summary>
    Paused,

    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed for good.</summary>
    Failed,

    /// <summary>A job that it needs failed, or its item failed fast, so it never runs.</summary>
    Skipped,

    /// <summary>A job that it needs did not return what it runs for, or such a job was left out itself; that is no failure.</summary>
    LeftOut,
}
