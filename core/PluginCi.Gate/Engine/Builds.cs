using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Asks for builds, and for their end.</summary>
internal static class Builds
{
    /// <summary>Starts what may start, and lets paused builds end that nobody needs any more.</summary>
    public static QueueItem Advance(Turn turn, QueueDraft queue, QueueItem item, int place)
    {
        var standing = item.Buildset!.Standing;
        if (standing.HasReadyJobs)
        {
            item = StartReady(turn, queue, item, place);
        }

        return standing.HasPausedBuilds ? queue.Replace(item with { Buildset = ResumePaused(turn, item.Buildset!) }) : item;
    }

    /// <summary>Ends all that runs for an item that goes.</summary>
    public static void CancelAll(Turn turn, QueueItem item, string reason)
    {
        foreach (var buildset in Reuse.All(item))
        {
            Cancel(turn, buildset.Builds.Where(build => build.Result is null), reason);
        }
    }

    public static void Cancel(Turn turn, IEnumerable<Build> builds, string reason)
    {
        foreach (var build in builds)
        {
            turn.Emit(new CancelBuild(build.Id, reason));
        }
    }

    /// <summary>Starts what may start of a state that is built ahead of time, and lets paused builds of it end.</summary>
    public static void AdvanceAlternative(Turn turn, QueueDraft queue, QueueItem item, Buildset buildset, int place)
    {
        var advanced = buildset.Standing.HasReadyJobs ? Start(turn, queue, item, buildset, place) : buildset;
        advanced = advanced.Standing.HasPausedBuilds ? ResumePaused(turn, advanced) : advanced;
        if (advanced != buildset)
        {
            queue.Replace(item with { Alternatives = item.Alternatives.Replace(buildset, advanced) });
        }
    }

    private static QueueItem StartReady(Turn turn, QueueDraft queue, QueueItem item, int place) =>
        queue.Replace(item with { Buildset = Start(turn, queue, item, item.Buildset!, place) });

    private static Buildset Start(Turn turn, QueueDraft queue, QueueItem item, Buildset buildset, int place)
    {
        var builds = buildset.Builds.ToBuilder();
        foreach (var job in InOrder(turn, JobGraph.Ready(buildset)))
        {
            var attempt = (JobGraph.LatestBuild(buildset, job.Name)?.Attempt ?? 0) + 1;
            var build = new Build { Id = new BuildId(turn.NextId("b")), Job = job.Name, Attempt = attempt, AskedAt = turn.At };
            builds.Add(build);
            turn.Emit(new StartBuild(
                build.Id,
                buildset.Id,
                queue.Plan.Name,
                ChangesOf(queue, item, job),
                item.Ref,
                buildset.Ahead,
                job,
                attempt,
                buildset.Result,
                PriorityOf(queue.Plan, place),
                turn.At)
            { Needs = JobGraph.NeededBuilds(buildset, job) });
            if (attempt > 1)
            {
                turn.Because(item, ReasonKind.Retried, $"{job.Name} of {item.Title} is tried again, for the {attempt}. time.");
            }
        }

        return buildset.With(builds.ToImmutable());
    }

    // What is likely to fail and quick to tell goes first; the order of the plan decides between equals.
    private static IEnumerable<FrozenJob> InOrder(Turn turn, IEnumerable<FrozenJob> ready) => turn.State.Jobs.IsEmpty
        ? ready
        : ready.OrderByDescending(job => turn.State.Jobs.GetValueOrDefault(job.Plan.Name) is { Seconds: > 0 } history ? history.FailureRate / history.Seconds : 0);

    private static ImmutableArray<Change> ChangesOf(QueueDraft queue, QueueItem item, FrozenJob job)
    {
        var all = queue.Batch.IsEmpty || queue.Batch[^1] != item.Id ? item.Changes : BatchWalk.ChangesOf(queue);
        return job.For.IsEmpty ? all : [.. all.Where(change => job.For.Contains(change.Id))];
    }

    // A million places are kept for each precedence, so that no place in a queue outweighs it.
    private static int PriorityOf(PipelinePlan pipeline, int place) => ((int)pipeline.Precedence * 1_000_000) + Math.Min(place, 999_999);

    private static Buildset ResumePaused(Turn turn, Buildset buildset)
    {
        foreach (var build in JobGraph.Resumable(buildset).ToArray())
        {
            turn.Emit(new ResumeBuild(build.Id));
            buildset = buildset.With(buildset.Builds.Replace(build, build with { IsResumed = true }));
        }

        return buildset;
    }
}
