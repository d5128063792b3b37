using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Where every job of a prepared buildset stands, each worked out once.</summary>
internal sealed class Standings
{
    private readonly Buildset _buildset;
    private readonly Dictionary<string, int> _places;
    private readonly JobStanding?[] _known;

    public Standings(Buildset buildset)
    {
        _buildset = buildset;
        _known = new JobStanding?[buildset.Jobs.Length];
        _places = new Dictionary<string, int>(buildset.Jobs.Length, StringComparer.Ordinal);
        for (var place = 0; place < buildset.Jobs.Length; place++)
        {
            _places[buildset.Jobs[place].Name] = place;
        }
    }

    public JobStanding this[string job] => _places.TryGetValue(job, out var place) ? At(place) : JobStanding.Skipped;

    public BuildsetStanding Sum()
    {
        var (isFailing, isComplete, hasReady, hasPaused, holds) = (false, true, false, false, false);
        for (var place = 0; place < _known.Length; place++)
        {
            var job = _buildset.Jobs[place];
            var standing = At(place);
            var isLost = standing is JobStanding.Failed or JobStanding.Skipped || WillFail(job);
            isFailing |= isLost && job.Decides;
            isComplete &= JobGraph.IsDone(standing);
            hasReady |= standing == JobStanding.Ready;
            hasPaused |= standing == JobStanding.Paused;
            holds |= job.Plan.HoldsFollowing && standing is not (JobStanding.Passed or JobStanding.Paused or JobStanding.LeftOut);
        }

        return new BuildsetStanding(isFailing, isComplete, hasReady, hasPaused, holds);
    }

    private bool WillFail(FrozenJob job) =>
        JobGraph.LatestBuild(_buildset, job.Name) is { Result: null, WillFail: true } && Tries(job, isLost: false) >= job.Plan.FlakeRetries;

    private JobStanding At(int place)
    {
        if (_known[place] is { } known)
        {
            return known;
        }

        // Jobs that need each other wait for ever instead of going round in a circle here.
        _known[place] = JobStanding.Waiting;
        var found = Find(_buildset.Jobs[place]);
        _known[place] = found;
        return found;
    }

    private JobStanding Find(FrozenJob job) => JobGraph.LatestBuild(_buildset, job.Name) switch
    {
        null => StandingByNeeds(job),
        { Result: null, IsPaused: true } => JobStanding.Paused,
        { Result: null } => JobStanding.Running,
        { Result: BuildResult.Success } => JobStanding.Passed,
        { Result: BuildResult.Cancelled } => JobStanding.Skipped,
        { Result: BuildResult.Lost } when Tries(job, isLost: true) < job.Plan.Attempts => StandingByNeeds(job),
        { Result: BuildResult.Lost } => JobStanding.Failed,
        _ when Tries(job, isLost: false) <= job.Plan.FlakeRetries => StandingByNeeds(job),
        _ => JobStanding.Failed,
    };

    private int Tries(FrozenJob job, bool isLost) =>
        _buildset.Builds.Count(build => build.Job == job.Name && !build.IsVoid && build.Result is not null && build.Result == BuildResult.Lost == isLost);

    private JobStanding StandingByNeeds(FrozenJob job)
    {
        if (_buildset.IsCutShort)
        {
            return JobStanding.Skipped;
        }

        if (job.OnlyIf is { } condition && IsRefused(condition))
        {
            return JobStanding.LeftOut;
        }

        var isWaiting = false;
        foreach (var need in job.Needs)
        {
            if (this[need] == JobStanding.LeftOut)
            {
                return JobStanding.LeftOut;
            }
        }

        // What it softly needs it does without.
        foreach (var need in job.Needs.Concat(job.SoftNeeds))
        {
            switch (this[need])
            {
                case JobStanding.Failed or JobStanding.Skipped:
                    return JobStanding.Skipped;
                case JobStanding.Paused when job.Plan.IsRelease:
                    // It may still fail.
                    isWaiting = true;
                    break;
                case JobStanding.Passed or JobStanding.Paused or JobStanding.LeftOut:
                    break;
                default:
                    isWaiting = true;
                    break;
            }
        }

        return isWaiting ? JobStanding.Waiting : JobStanding.Ready;
    }

    private bool IsRefused(JobCondition condition) => this[condition.Job] is JobStanding.Passed or JobStanding.Paused
        && JobGraph.LatestBuild(_buildset, condition.Job) is { } build && !build.Flags.Contains(condition.Key);
}
