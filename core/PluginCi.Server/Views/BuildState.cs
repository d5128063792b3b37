namespace PluginCi.Server;

/// <summary>Where a build stands.</summary>
public enum BuildState
{
    /// <summary>No worker has taken it yet.</summary>
    Queued,

    /// <summary>A worker runs it.</summary>
    Running,

    /// <summary>It ended; it has a result.</summary>
    Ended,
}
