using System.Collections.Immutable;

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
        return new Standings(buildset)[job.Name];
    }

    /// <summary>The newest build of a job that counts.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <param name="job">The job's name.</param>
    /// <returns>The build, or null when it has none yet.</returns>
    public static Build? LatestBuild(Buildset buildset, string job)
    {
        ArgumentNullException.ThrowIfNull(buildset);
        for (var index = buildset.Builds.Length - 1; index >= 0; index--)
        {
            var build = buildset.Builds[index];
            if (build.Job == job && !build.IsVoid)
            {
                return build;
            }
        }

        return null;
    }

    /// <summary>Sums up the jobs and builds of a buildset.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <returns>The buildset with its standing made anew.</returns>
    internal static Buildset Sum(Buildset buildset) => buildset with
    {
        Standing = buildset.Phase switch
        {
            BuildsetPhase.Preparing => new BuildsetStanding(false, false, false, false, HoldsFollowing: true),
            BuildsetPhase.Conflict or BuildsetPhase.Misconfigured => new BuildsetStanding(IsFailing: true, IsComplete: true, false, false, false),
            BuildsetPhase.Prepared => new Standings(buildset).Sum(),
        },
    };

    /// <summary>The jobs that may start now, in the order of the plan.</summary>
    internal static IEnumerable<FrozenJob> Ready(Buildset buildset)
    {
        var standings = new Standings(buildset);
        return buildset.Jobs.Where(job => standings[job.Name] == JobStanding.Ready);
    }

    /// <summary>The paused builds whose jobs' dependents are all done, and that were not told so yet.</summary>
    internal static IEnumerable<Build> Resumable(Buildset buildset)
    {
        var standings = new Standings(buildset);
        return buildset.Jobs
            .Where(job => standings[job.Name] == JobStanding.Paused)
            .Where(job => DependentsOf(UsersIn(buildset), job.Name).All(dependent => IsDone(standings[dependent])))
            .Select(job => LatestBuild(buildset, job.Name)!)
            .Where(build => !build.IsResumed);
    }

    // What promotes or deploys waits for its end.
    private static FrozenJob[] UsersIn(Buildset buildset) => [.. buildset.Jobs.Where(job => !job.Plan.IsRelease)];

    /// <summary>The builds that count of the jobs that a job needs, hard or soft: the nearest first, in the order of the plan.</summary>
    internal static ImmutableArray<NeededBuild> NeededBuilds(Buildset buildset, FrozenJob job)
    {
        var found = ImmutableArray.CreateBuilder<NeededBuild>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([.. job.Needs, .. job.SoftNeeds]);
        while (open.TryDequeue(out var next))
        {
            if (seen.Add(next) && buildset.Jobs.FirstOrDefault(other => other.Name == next) is { } needed && LatestBuild(buildset, next) is { } build)
            {
                found.Add(new NeededBuild(needed.Plan.Name, build.Id));
                needed.Needs.Concat(needed.SoftNeeds).ToList().ForEach(open.Enqueue);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>How long jobs take where nothing but their needs, hard or soft, makes them wait.</summary>
    /// <param name="jobs">The jobs of a buildset.</param>
    /// <param name="own">How long each takes by itself.</param>
    /// <returns>The longest way through their graph; zero when there are none.</returns>
    public static TimeSpan LongestWay(ImmutableArray<FrozenJob> jobs, Func<FrozenJob, TimeSpan> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        var ends = new Dictionary<string, TimeSpan>();
        return jobs.Select(End).DefaultIfEmpty().Max();

        TimeSpan End(FrozenJob job)
        {
            if (!ends.TryGetValue(job.Name, out var end))
            {
                // Jobs that need each other never start; they are not gone round here.
                ends[job.Name] = TimeSpan.Zero;
                ends[job.Name] = end = own(job) + jobs.Where(other => job.Needs.Contains(other.Name) || job.SoftNeeds.Contains(other.Name)).Select(End).DefaultIfEmpty().Max();
            }

            return end;
        }
    }

    /// <summary>The jobs that need a job, hard or soft, transitively.</summary>
    internal static ImmutableHashSet<string> DependentsOf(IReadOnlyCollection<FrozenJob> jobs, string job)
    {
        var found = ImmutableHashSet<string>.Empty;
        var open = new Queue<string>([job]);
        while (open.TryDequeue(out var next))
        {
            foreach (var other in jobs.Where(other => other.Needs.Contains(next) || other.SoftNeeds.Contains(next)))
            {
                if (!found.Contains(other.Name))
                {
                    found = found.Add(other.Name);
                    open.Enqueue(other.Name);
                }
            }
        }

        return found;
    }

    internal static bool IsDone(JobStanding standing) => standing is JobStanding.Passed or JobStanding.Failed or JobStanding.Skipped or JobStanding.LeftOut;
}
