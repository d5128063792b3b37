namespace PluginCi.Simulation;

/// <summary>Where a build of a town stands.</summary>
internal enum TownBuildStage
{
    /// <summary>It waits for semaphores.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It did its own work and stays up for others.</summary>
    Paused,

    /// <summary>It ended, or was withdrawn before it started.</summary>
    Ended,
}
