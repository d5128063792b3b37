using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>When an item is likely to be done, from how long its jobs took before.</summary>
/// <param name="Soonest">From now, if nothing ahead fails and builds are as quick as they often are; never negative.</param>
/// <param name="Latest">From now, if builds are as slow as they seldom are and the likely failures ahead cost a reset each.</param>
/// <param name="AwaitsThaw">True when a freeze without an end stops its merge or one that must come before: the times are then those of its tests alone, zero without history.</param>
public sealed record Forecast(TimeSpan Soonest, TimeSpan Latest, bool AwaitsThaw = false)
{
    /// <summary>Forecasts the end of an item.</summary>
    /// <param name="state">The queue.</param>
    /// <param name="pipeline">The pipeline it is in.</param>
    /// <param name="item">The item.</param>
    /// <param name="now">The time.</param>
    /// <returns>The forecast; null when the jobs of the queue have no history yet, and it does not wait for a thaw.</returns>
    /// <remarks>What is ahead of it ends in rounds, each of as many items as may have builds at once; a round begins when the one before it is merged.</remarks>
    public static Forecast? Of(GateState state, string pipeline, ItemId item, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var queue = state.QueueOf(pipeline);
        var plan = state.Rules.Pipeline(pipeline);
        var line = FindLine(state, plan, queue, item);
        var awaitsThaw = Freezes(state, plan, line).Any(freeze => freeze.Until is null);
        if (line.Length == 0 || state.Jobs.IsEmpty)
        {
            return awaitsThaw ? new Forecast(TimeSpan.Zero, TimeSpan.Zero, AwaitsThaw: true) : null;
        }

        var times = new JobTimes(state, queue, now);
        var reach = Math.Min(line.Length, plan.Strategy == Strategy.Batch ? plan.MostInBatch : Windows.Reach(plan, queue.Window));
        var (end, longest) = (TimeRange.Zero, TimeRange.Zero);
        foreach (var round in line.Chunk(reach))
        {
            var tests = round.Select(times.Left).Aggregate(TimeRange.Later);
            var thaw = Freezes(state, plan, round).Max(freeze => freeze.Until) - now ?? TimeSpan.Zero;
            end = TimeRange.Later(end + tests, new TimeRange(thaw, thaw));
            longest = TimeRange.Later(longest, tests);
        }

        // Where one is tested at a time, a failure costs nobody a reset.
        var failures = reach == 1 ? 0 : Math.Ceiling((line.Length - 1) * state.Outcomes.FailureRate);
        return new Forecast(end.Quick, end.Slow + (failures * longest.Slow), awaitsThaw);
    }

    /// <summary>The items that must end before one does, and itself as the last; none where it is not queued.</summary>
    private static QueueItem[] FindLine(GateState state, PipelinePlan plan, PipelineQueue queue, ItemId item)
    {
        if (queue.Find(item) is not { } last)
        {
            return [];
        }

        if (plan.Manager is not (PipelineManager.Dependent or PipelineManager.Serial))
        {
            return [last];
        }

        var overtakes = state.Rules.AllowsOvertaking && plan.Strategy == Strategy.Probabilistic;
        var line = new List<QueueItem> { last };
        foreach (var ahead in queue.Items[..queue.Items.IndexOf(last)].Reverse())
        {
            if (!overtakes || line.Any(one => Meets(one, ahead) || one.Needs.Any(ahead.Has)))
            {
                line.Insert(0, ahead);
            }
        }

        return [.. line];
    }

    private static bool Meets(QueueItem one, QueueItem other) => (one.Footprint ?? Footprint.Everything).Meets(other.Footprint ?? Footprint.Everything);

    private static IEnumerable<Freeze> Freezes(GateState state, PipelinePlan plan, QueueItem[] items) =>
        state.Freezes.Where(freeze => plan.Submits && items.Any(item => item.Ref is null && freeze.Stops(state.Rules, item.Changes)));
}
