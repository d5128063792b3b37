using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Where the jobs of a buildset stand, and which may start.</summary>
public static class JobGraph
{
    /// <summary>Where one job stands.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <param name="job">One of its jobs.</param>
    /// <returns>The standing.</returns>
    public static JobStanding StandingOf(Buildset buildset, FrozenJob job)
    {
        ArgumentNullException.ThrowIfNull(buildset);
        ArgumentNullException.ThrowIfNull(job);
        var latest = LatestBuild(buildset, job.Name);
        return latest switch
        {
            null => NeedsStanding(buildset, job),
            { Result: null } => JobStanding.Running,
            { Result: BuildResult.Success } => JobStanding.Passed,
            { Result: BuildResult.Lost } when latest.Attempt < job.Plan.Attempts => NeedsStanding(buildset, job),
            _ => JobStanding.Failed,
        };
    }

    /// <summary>The newest build of a job.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <param name="job">The job's name.</param>
    /// <returns>The build, or null when it has none yet.</returns>
    public static Build? LatestBuild(Buildset buildset, string job)
    {
        ArgumentNullException.ThrowIfNull(buildset);
        return buildset.Builds.LastOrDefault(build => build.Job == job);
    }

    /// <summary>True when a voting job failed or can never run, so that the buildset cannot pass.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <returns>Whether it has failed.</returns>
    public static bool HasFailed(Buildset buildset)
    {
        ArgumentNullException.ThrowIfNull(buildset);
        return buildset.Phase is BuildsetPhase.Conflict or BuildsetPhase.Misconfigured
            || buildset.Jobs.Any(job => job.Plan.IsVoting && StandingOf(buildset, job) is JobStanding.Failed or JobStanding.Skipped);
    }

    /// <summary>True when nothing of the buildset runs or may still start.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <returns>Whether it is complete.</returns>
    public static bool IsComplete(Buildset buildset)
    {
        ArgumentNullException.ThrowIfNull(buildset);
        return buildset.Phase switch
        {
            BuildsetPhase.Preparing => false,
            BuildsetPhase.Conflict or BuildsetPhase.Misconfigured => true,
            BuildsetPhase.Prepared =>
                buildset.Jobs.All(job => StandingOf(buildset, job) is JobStanding.Passed or JobStanding.Failed or JobStanding.Skipped),
        };
    }

    /// <summary>The jobs that may start now, in the order of the plan.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <returns>The jobs; none while it is not prepared.</returns>
    internal static ImmutableArray<FrozenJob> Ready(Buildset buildset) =>
        buildset.Phase == BuildsetPhase.Prepared
            ? [.. buildset.Jobs.Where(job => StandingOf(buildset, job) == JobStanding.Ready)]
            : [];

    private static JobStanding NeedsStanding(Buildset buildset, FrozenJob job)
    {
        var needs = job.Plan.Needs
            .Select(need => buildset.Jobs.FirstOrDefault(other => other.Name == need))
            .Select(need => need is null ? JobStanding.Skipped : StandingOf(buildset, need))
            .ToArray();
        return needs.Any(standing => standing is JobStanding.Failed or JobStanding.Skipped) ? JobStanding.Skipped
            : needs.All(standing => standing == JobStanding.Passed) ? JobStanding.Ready
            : JobStanding.Waiting;
    }
}
