using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Ends items whose builds are done: submits, reports, takes out.</summary>
internal static class Ends
{
    /// <summary>Ends an item whose builds are done, if its turn has come.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="item">The item.</param>
    /// <param name="undecided">An item that must be decided before; null when its turn has come.</param>
    public static void TryEnd(Turn turn, QueueDraft queue, QueueItem item, QueueItem? undecided)
    {
        if (item.IsSubmitting || item.Buildset is not { Standing.IsComplete: true } buildset)
        {
            return;
        }

        if (undecided is not null)
        {
            queue.Replace(Waits.Set(turn, item, Wait.Turn, $"{undecided.Title} ahead of it{(buildset.Standing.IsFailing ? "; it is tested without that one if that one fails" : "")}"));
        }
        else if (!Verdict.HasPassed(item))
        {
            Reject(turn, queue, item, buildset);
        }
        else if (queue.Plan.Submits && item.Ref is null)
        {
            Submits.Ask(turn, queue, item, item.Changes);
        }
        else
        {
            Finish(turn, queue, item, buildset);
        }
    }

    /// <summary>Takes out an item that cannot merge, with those that need it, and says why.</summary>
    public static void Reject(Turn turn, QueueDraft queue, QueueItem item, Buildset buildset)
    {
        var why = WhyRejected(buildset);
        turn.Because(item, ReasonKind.Rejected, $"{item.Title} is rejected by {queue.Plan.Name}: {why}");
        if (item.ToldConflict is null || item.ToldConflict != buildset.Conflict)
        {
            Reports.Rejection(turn, queue.Plan, item, buildset, why);
        }

        RememberRejection(turn, queue.Plan, item);
        Leaving.TakeOut(turn, queue, item, $"{item.Title} ahead of it failed");
        if (buildset.Phase == BuildsetPhase.Prepared)
        {
            Windows.Shrink(turn, queue);
            CountOutcome(turn, queue, item, buildset, hasPassed: false);
        }

        Leaving.LeaveWithoutNeeds(turn, queue, item, "failed");
    }

    /// <summary>A pipeline that keeps approvals takes the next patchset of a rejected change without asking again.</summary>
    public static void RememberRejection(Turn turn, PipelinePlan pipeline, QueueItem item)
    {
        foreach (var change in item.Changes.Where(_ => pipeline.RequiresApproval))
        {
            turn.Reject(change.Id, new RejectedPatchset(pipeline.Name, change.Patchset));
        }
    }

    public static void CountOutcome(Turn turn, QueueDraft queue, QueueItem item, Buildset buildset, bool hasPassed)
    {
        if (queue.Plan.Submits)
        {
            turn.CountOutcome(item, hasPassed, buildset.Builds.Select(build => build.Duration).DefaultIfEmpty().Max());
        }
    }

    private static void Finish(Turn turn, QueueDraft queue, QueueItem item, Buildset buildset)
    {
        if (buildset is { Jobs.IsEmpty: true, Effect: null })
        {
            turn.Because(item, ReasonKind.Passed, $"No job of {queue.Plan.Name} applies to {item.Title}.");
        }
        else
        {
            turn.Because(item, ReasonKind.Passed, $"{item.Title} passed {queue.Plan.Name}.");
            Reports.Success(turn, queue.Plan, item, buildset, mergedAs: null);
        }

        if (item.Ref is { } built)
        {
            RefArrivals.BuildNext(turn, queue.Plan.Name, built);
        }

        Leaving.TakeOut(turn, queue, item, $"{item.Title} ahead of it is done");

        // A pipeline that does not submit cannot bring what it passed to those that need it.
        Leaving.LeaveWithoutNeeds(turn, queue, item, "passed, but is not merged");
    }

    private static string WhyRejected(Buildset buildset) => buildset.Phase switch
    {
        BuildsetPhase.Conflict => $"{buildset.Problem}.",
        BuildsetPhase.Misconfigured => $"its configuration has errors: {buildset.Problem}",
        _ => string.Join(' ', buildset.Jobs.Where(job => job.Decides).Select(job => WhyFailed(buildset, job)).OfType<string>())
            + $" Tested on {Preparations.DescribeBase(buildset)}.",
    };

    private static string? WhyFailed(Buildset buildset, FrozenJob job) => JobGraph.StandingOf(buildset, job) switch
    {
        JobStanding.Failed when JobGraph.LatestBuild(buildset, job.Name) is { Result: { } result } build => $"{build.Job} {Words.Of(result)}: {build.Message}".TrimEnd(),
        JobStanding.Skipped => $"{job.Name} did not run.",
        _ => null,
    };
}
