namespace PluginCi.Gating;

/// <summary>How long the tests of a queue's items are likely to take from now on, from the history of their jobs.</summary>
/// <param name="state">The queue; its jobs have a history.</param>
/// <param name="queue">The queue in the pipeline that is asked about.</param>
/// <param name="now">The time.</param>
internal sealed class JobTimes(GateState state, PipelineQueue queue, DateTimeOffset now)
{
    /// <summary>What is left of the longest way through an item's jobs; one that is not prepared is thought to get the jobs of one that is, of the same project if there is one.</summary>
    public TimeRange Left(QueueItem item)
    {
        var tested = queue.Batch.Contains(item.Id) ? queue.Find(queue.Batch[^1])! : item;
        if (tested.Buildset is { Phase: BuildsetPhase.Prepared } own)
        {
            return LongestWay(own);
        }

        var alike = item.Former ?? queue.Items
            .Where(other => other.Buildset is { Phase: BuildsetPhase.Prepared })
            .OrderByDescending(other => other.Targets.Intersect(item.Targets).Any())
            .FirstOrDefault()?.Buildset;
        return alike is null
            ? Likely(state.Jobs.Values.MaxBy(history => history.Seconds)!)
            : LongestWay(alike with { Builds = [] });
    }

    private TimeRange LongestWay(Buildset buildset) => new(
        JobGraph.LongestWay(buildset.Jobs, job => Left(buildset, job).Quick),
        JobGraph.LongestWay(buildset.Jobs, job => Left(buildset, job).Slow));

    private TimeRange Left(Buildset buildset, FrozenJob job)
    {
        var whole = Likely(state.Jobs.GetValueOrDefault(job.Plan.Name) ?? new JobHistory());
        return JobGraph.LatestBuild(buildset, job.Name) switch
        {
            { Result: not null } => TimeRange.Zero,
            { } running => whole.After(now - running.AskedAt),
            null when JobGraph.StandingOf(buildset, job) is JobStanding.LeftOut or JobStanding.Skipped => TimeRange.Zero,
            null => whole,
        };
    }

    private static TimeRange Likely(JobHistory history) => new(
        TimeSpan.FromSeconds(Math.Max(history.Seconds / 2, history.Seconds - Math.Sqrt(history.Variance))),
        TimeSpan.FromSeconds(history.Seconds + (2 * Math.Sqrt(history.Variance))));
}
