using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Ends items whose builds are done: submits, reports, takes out.</summary>
internal static class Ends
{
    /// <returns>True when the item left its queue.</returns>
    public static bool TryEnd(Turn turn, PipelinePlan pipeline, QueueItem item, bool isBlocked)
    {
        var isHead = item.Ahead is null || pipeline.Manager == PipelineManager.Independent;
        if (isBlocked || !isHead || item.IsSubmitting || item.Buildset is not { } buildset || !JobGraph.IsComplete(buildset))
        {
            return false;
        }

        if (!Verdict.HasPassed(item))
        {
            Reject(turn, pipeline, item, buildset);
            return true;
        }

        if (pipeline.Submits)
        {
            Submits.Ask(turn, pipeline, item, buildset);
            return false;
        }

        turn.Because(item.Change.Id, ReasonKind.Passed, $"{item.Change.Id} passed {pipeline.Name}.");
        Reports.Success(turn, pipeline, item, mergedAs: null);
        Leaving.TakeOut(turn, pipeline, item, $"{item.Change.Id} ahead of it is done");
        return true;
    }

    public static void RejectForNeed(Turn turn, PipelinePlan pipeline, QueueItem item, ChangeId missing)
    {
        var why = turn.State.Changes.GetValueOrDefault(missing)?.Status == ChangeStatus.Abandoned
            ? $"it needs {missing}, which was abandoned"
            : $"it needs {missing}, which is neither merged nor ahead of it in the queue any more";
        turn.Because(item.Change.Id, ReasonKind.Rejected, $"{item.Change.Id} left {pipeline.Name}: {why}.");
        Reports.Failure(turn, pipeline, item, $"This change left {pipeline.Name}: {why}.");
        Leaving.TakeOut(turn, pipeline, item, $"{item.Change.Id} ahead of it left the queue: {why}");
    }

    private static void Reject(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset)
    {
        var why = WhyRejected(item, buildset);
        turn.Because(item.Change.Id, ReasonKind.Rejected, $"{item.Change.Id} is rejected by {pipeline.Name}: {why}");
        Reports.Rejection(turn, pipeline, item, buildset, why);
        Leaving.TakeOut(turn, pipeline, item, $"{item.Change.Id} ahead of it failed");
        if (buildset.Phase == BuildsetPhase.Prepared)
        {
            Windows.Shrink(turn, pipeline);
        }
    }

    private static string WhyRejected(QueueItem item, Buildset buildset) => buildset.Phase switch
    {
        BuildsetPhase.Conflict => $"{buildset.Problem}.",
        BuildsetPhase.Misconfigured => $"its configuration has errors: {buildset.Problem}",
        _ => string.Join(
            ' ',
            buildset.Jobs
                .Where(job => job.Plan.IsVoting && JobGraph.StandingOf(buildset, job) == JobStanding.Failed)
                .Select(job => JobGraph.LatestBuild(buildset, job.Name)!)
                .Select(build => $"{build.Job} {Words.Of(build.Result!.Value)}: {build.Message}"))
            + $" Tested on {Preparations.DescribeBase(item.Buildset!)}.",
    };
}
