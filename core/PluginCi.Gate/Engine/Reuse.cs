using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Keeps builds over a reset when their job and all that they see are the same as before.</summary>
internal static class Reuse
{
    /// <summary>Every buildset that an item has builds of.</summary>
    public static IEnumerable<Buildset> All(QueueItem item)
    {
        if (item.Buildset is { } current)
        {
            yield return current;
        }

        if (item.Former is { } former)
        {
            yield return former;
        }

        foreach (var other in item.Alternatives)
        {
            yield return other;
        }
    }

    /// <summary>Puts the builds of a state that is thrown away aside until the next state tells which can be kept; cancels them where nothing is kept.</summary>
    public static QueueItem PutAside(Turn turn, QueueItem item, string reason)
    {
        var buildset = item.Buildset!;
        if (!turn.Rules.ReusesResults || item.Ref is not null)
        {
            Builds.Cancel(turn, buildset.Builds.Where(build => build.Result is null), reason);
            return item;
        }

        if (buildset.Phase != BuildsetPhase.Prepared)
        {
            return item;
        }

        Cancel(turn, item.Former, reason);
        return item with { Former = buildset };
    }

    /// <summary>Gives up what was put aside.</summary>
    public static QueueItem Drop(Turn turn, QueueItem item, string reason)
    {
        Cancel(turn, item.Former, reason);
        return item with { Former = null };
    }

    /// <summary>Stops what still runs of what was put aside, as nothing of the item is to be built for now; what has ended is kept.</summary>
    public static QueueItem Rest(Turn turn, QueueDraft queue, QueueItem item)
    {
        if (item.Former is not { } former || former.Builds.All(build => build.Result is not null))
        {
            return item;
        }

        Cancel(turn, former, $"other states than those of {item.Title} are more likely to be needed");
        return queue.Replace(item with { Former = former.With([.. former.Builds.Where(build => build.Result is not null)]) });
    }

    /// <summary>Takes over what can be kept into a state that was just prepared, and cancels the rest.</summary>
    public static QueueItem Adopt(Turn turn, QueueItem item)
    {
        if (item is not { Former: { } former, Buildset: { } buildset })
        {
            return item;
        }

        var kept = ImmutableArray.CreateBuilder<Build>();
        var jobs = new HashSet<string>();
        foreach (var job in buildset.Jobs.Where(job => IsSame(former, job)))
        {
            jobs.Add(job.Name);
        }

        // A job sees what the jobs that it needs made: it is kept only with them.
        while (buildset.Jobs.FirstOrDefault(job => jobs.Contains(job.Name) && job.Needs.Concat(job.SoftNeeds).Any(need => !jobs.Contains(need))) is { } orphan)
        {
            jobs.Remove(orphan.Name);
        }

        kept.AddRange(former.Builds.Where(build => jobs.Contains(build.Job) && !build.IsVoid && build.Result != BuildResult.Cancelled).Select(build => build with { IsReused = true }));
        Builds.Cancel(turn, former.Builds.Where(build => build.Result is null && !jobs.Contains(build.Job)), $"{item.Title} is tested anew");
        if (kept.Count > 0)
        {
            turn.Because(item, ReasonKind.Reused, $"{string.Join(", ", kept.Select(build => build.Job).Distinct())} of {item.Title} kept: the reset changed neither the job nor what it sees.");
        }

        return item with { Former = null, Buildset = buildset.With(kept.ToImmutable()) };
    }

    private static bool IsSame(Buildset former, FrozenJob job) =>
        job is { Inputs: not null, Plan.Pauses: false }
        && former.Jobs.FirstOrDefault(other => other.Name == job.Name)?.Inputs == job.Inputs
        && (JobGraph.LatestBuild(former, job.Name) is not null and not { Result: BuildResult.Cancelled } || JobGraph.StandingOf(former, job) == JobStanding.LeftOut);

    private static void Cancel(Turn turn, Buildset? former, string reason) =>
        Builds.Cancel(turn, (former?.Builds ?? []).Where(build => build.Result is null), reason);
}
