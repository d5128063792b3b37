using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>When an item is likely to be done, from how long its jobs took before.</summary>
/// <param name="Soonest">From now, if nothing ahead fails and builds are as quick as they often are; never negative.</param>
/// <param name="Latest">From now, if builds are as slow as they seldom are and the likely failures ahead cost a reset each.</param>
public sealed record Forecast(TimeSpan Soonest, TimeSpan Latest)
{
    /// <summary>Forecasts the end of an item.</summary>
    /// <param name="state">The queue.</param>
    /// <param name="pipeline">The pipeline it is in.</param>
    /// <param name="item">The item.</param>
    /// <param name="now">The time.</param>
    /// <returns>The forecast; null when the jobs of the queue have no history yet.</returns>
    public static Forecast? Of(GateState state, string pipeline, ItemId item, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var queue = state.QueueOf(pipeline);
        var place = queue.Items.Select(one => one.Id).ToList().IndexOf(item);
        if (place < 0 || state.Jobs.IsEmpty)
        {
            return null;
        }

        var isOrdered = state.Rules.Pipeline(pipeline).Manager is PipelineManager.Dependent or PipelineManager.Serial;
        var (soonest, latest) = (TimeSpan.Zero, TimeSpan.Zero);
        var failures = 0.0;
        foreach (var one in queue.Items[..(place + 1)].Where((other, index) => isOrdered || index == place))
        {
            var (quick, slow) = Remaining(state, one, now);
            soonest = quick > soonest ? quick : soonest;
            latest = slow > latest ? slow : latest;
            failures += one.Id == item ? 0 : state.Outcomes.FailureRate;
        }

        var rounds = 1 + Math.Ceiling(failures);
        return new Forecast(soonest, latest * (failures > 0 ? rounds : 1));
    }

    /// <summary>What is left of the longest chain of an item's jobs.</summary>
    private static (TimeSpan Quick, TimeSpan Slow) Remaining(GateState state, QueueItem item, DateTimeOffset now)
    {
        if (item.Buildset is not { Phase: BuildsetPhase.Prepared } buildset)
        {
            var longest = state.Jobs.Values.MaxBy(history => history.Seconds)!;
            return (Quick(longest), Slow(longest));
        }

        var ends = new Dictionary<string, (TimeSpan Quick, TimeSpan Slow)>();
        return buildset.Jobs.Select(job => End(job)).Aggregate((TimeSpan.Zero, TimeSpan.Zero), Later);

        (TimeSpan Quick, TimeSpan Slow) End(FrozenJob job)
        {
            if (!ends.TryGetValue(job.Name, out var end))
            {
                ends[job.Name] = default;
                var needs = buildset.Jobs.Where(other => job.Needs.Contains(other.Name) || job.SoftNeeds.Contains(other.Name)).Select(End).Aggregate((TimeSpan.Zero, TimeSpan.Zero), Later);
                var own = Own(state, buildset, job, now);
                ends[job.Name] = end = (needs.Item1 + own.Quick, needs.Item2 + own.Slow);
            }

            return end;
        }
    }

    private static (TimeSpan Quick, TimeSpan Slow) Own(GateState state, Buildset buildset, FrozenJob job, DateTimeOffset now)
    {
        var history = state.Jobs.GetValueOrDefault(job.Plan.Name) ?? new JobHistory();
        return JobGraph.LatestBuild(buildset, job.Name) switch
        {
            { Result: not null } => default,
            { } running => (Left(Quick(history), now - running.AskedAt), Left(Slow(history), now - running.AskedAt)),
            null => (Quick(history), Slow(history)),
        };
    }

    private static TimeSpan Left(TimeSpan whole, TimeSpan gone) => whole > gone ? whole - gone : TimeSpan.Zero;

    private static TimeSpan Quick(JobHistory history) => TimeSpan.FromSeconds(Math.Max(history.Seconds / 2, history.Seconds - Math.Sqrt(history.Variance)));

    private static TimeSpan Slow(JobHistory history) => TimeSpan.FromSeconds(history.Seconds + (2 * Math.Sqrt(history.Variance)));

    private static (TimeSpan Quick, TimeSpan Slow) Later((TimeSpan Quick, TimeSpan Slow) one, (TimeSpan Quick, TimeSpan Slow) other) =>
        (one.Quick > other.Quick ? one.Quick : other.Quick, one.Slow > other.Slow ? one.Slow : other.Slow);
}
