namespace PluginCi.Gating;

/// <summary>Where the jobs of a buildset stand, and which may start.</summary>
public static class JobGraph
{
    /// <summary>Where one job stands.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <param name="job">One of its jobs.</param>
    /// <returns>The standing.</returns>
    public static JobStanding StandingOf(Buildset buildset, FrozenJob job) => throw new NotSupportedException();

    /// <summary>The newest build of a job that counts.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <param name="job">The job's name.</param>
    /// <returns>The build, or null when it has none yet.</returns>
    public static Build? LatestBuild(Buildset buildset, string job) => throw new NotSupportedException();

    /// <summary>Sums up the jobs and builds of a buildset.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <returns>The buildset with its standing made anew.</returns>
    internal static Buildset Sum(Buildset buildset) => throw new NotSupportedException();
}
