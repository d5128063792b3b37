using System.Collections.Immutable;

namespace PluginCi.Gating;

/// <summary>Has what passed too long ago tested anew before it merges, where a pipeline bounds the age of results.</summary>
internal static class Freshness
{
    /// <summary>Throws away the state of an item that is about to merge when a result that it rests on is too old.</summary>
    /// <remarks>Nothing of the state is kept: results that are taken over one by one would never be fresh all at once.</remarks>
    public static QueueItem Check(Turn turn, QueueDraft queue, QueueItem item)
    {
        if (queue.Plan.ResultsLast is not { } bound || !IsAboutToMerge(turn, queue, item) || FindStale(item.Buildset!, turn.At - bound) is not { } stale)
        {
            return item;
        }

        var age = turn.At - EndOf(stale);
        turn.Because(
            item,
            ReasonKind.Reset,
            $"{item.Title} is tested anew in {queue.Plan.Name}: {stale.Job} passed {age.TotalMinutes:0} minutes ago, and results of {queue.Plan.Name} last {bound.TotalMinutes:0.#} minutes.");
        return queue.Replace(item with { Buildset = null, Resets = item.Resets + 1 });
    }

    // What is frozen is tested anew once, at the end of the freeze.
    private static bool IsAboutToMerge(Turn turn, QueueDraft queue, QueueItem item) =>
        queue.Plan.Submits
        && item is { IsSubmitting: false, Ahead: null, Ref: null }
        && Verdict.HasPassed(item)
        && Freezing.Find(turn, [.. BatchWalk.MembersOf(queue, item).SelectMany(member => member.Changes)]) is null;

    // Of builds that ran for this very state the last one counts: however long they take, the state is fresh when it passes.
    private static Build? FindStale(Buildset buildset, DateTimeOffset oldest)
    {
        ImmutableArray<Build> deciding = [.. buildset.Jobs.Where(job => job.Decides).Select(job => JobGraph.LatestBuild(buildset, job.Name)).OfType<Build>()];
        var isAllOld = deciding.All(build => EndOf(build) < oldest);
        return deciding.FirstOrDefault(build => EndOf(build) < oldest && (isAllOld || build.IsReused));
    }

    private static DateTimeOffset EndOf(Build build) => build.EndedAt ?? build.AskedAt + build.Duration;
}
