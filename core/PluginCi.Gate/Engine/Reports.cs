using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Writes the reports. Each has an id of its own, so that telling one twice can be noticed.</summary>
internal static class Reports
{
    public static void Start(Turn turn, PipelinePlan pipeline, QueueItem item) =>
        Send(turn, pipeline, item, ReportKind.Start, $"Entered {pipeline.Name} in queue {turn.State.Rules.Name}.", 0);

    public static void Success(Turn turn, PipelinePlan pipeline, QueueItem item, string? mergedAs)
    {
        var on = Preparations.DescribeBase(item.Buildset!);
        var text = mergedAs is null
            ? $"Passed {pipeline.Name}, tested on {on}."
            : $"Merged into {item.Change.Branch} as {BranchMoves.Short(mergedAs)}, tested on {on}.";
        Send(turn, pipeline, item, ReportKind.Success, text, pipeline.SuccessVote);
    }

    public static void Rejection(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset, string why)
    {
        var kind = buildset.Phase == BuildsetPhase.Conflict ? ReportKind.Conflict : ReportKind.Failure;
        Send(turn, pipeline, item, kind, $"Rejected by {pipeline.Name}: {why}", pipeline.FailureVote);
    }

    public static void Failure(Turn turn, PipelinePlan pipeline, QueueItem item, string text) =>
        Send(turn, pipeline, item, ReportKind.Failure, text, pipeline.FailureVote);

    public static void RefuseSubmit(Turn turn, PipelinePlan pipeline, QueueItem item, string reason) =>
        Send(turn, pipeline, item, ReportKind.Refused, $"Passed {pipeline.Name}, but was not merged: {reason}", pipeline.FailureVote);

    public static void Left(Turn turn, PipelinePlan pipeline, QueueItem item, string reason) =>
        Send(turn, pipeline, item, ReportKind.Left, $"Left {pipeline.Name}: {reason}.", 0);

    public static void Refuse(Turn turn, PipelinePlan pipeline, Change change, string text) =>
        turn.Emit(new SendReport(
            turn.NextId("r"), pipeline.Name, change, ReportKind.Refused, text, pipeline.FailureVote, [], []));

    private static void Send(Turn turn, PipelinePlan pipeline, QueueItem item, ReportKind kind, string text, int vote)
    {
        var buildset = item.Buildset;
        turn.Emit(new SendReport(
            turn.NextId("r"),
            pipeline.Name,
            item.Change,
            kind,
            text,
            vote,
            [.. (buildset?.Builds ?? []).Where(build => build.Result is not null)],
            [.. (buildset?.Jobs ?? []).Where(job => job.Plan.IsVoting).Select(job => job.Name)]));
    }
}
