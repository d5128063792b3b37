using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Writes the reports. Each has an id of its own, so that telling one twice can be noticed.</summary>
internal static class Reports
{
    /// <summary>Tells the start, once for each item.</summary>
    public static QueueItem Start(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset)
    {
        if (!pipeline.ReportsStart || item.IsStartTold || (buildset.Jobs.IsEmpty && !pipeline.Submits))
        {
            return item;
        }

        Send(turn, pipeline, item, buildset, ReportKind.Start, _ => $"Entered {pipeline.Name} in queue {turn.Rules.Name}.", 0);
        return item with { IsStartTold = true };
    }

    public static void Success(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset, ImmutableSortedDictionary<ProjectBranch, string>? mergedAs)
    {
        var on = Preparations.DescribeBase(buildset);
        Send(
            turn,
            pipeline,
            item,
            buildset,
            ReportKind.Success,
            change => change is not null && mergedAs is not null
                ? $"Merged into {change.Branch} as {BranchMoves.Short(mergedAs[change.Target])}, tested on {on}{With(item, change)}."
                : $"Passed {pipeline.Name}, tested on {on}{With(item, change)}.{(buildset.Effect is null ? "" : $"\n{buildset.Effect}")}",
            pipeline.SuccessVote);
    }

    /// <summary>Tells a merge after which a branch is not what was tested.</summary>
    public static void Difference(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset, SubmitDiffers differs) => Send(
        turn,
        pipeline,
        item,
        buildset,
        ReportKind.Success,
        change => $"Merged{With(item, change)}, but what is on {differs.Branch} is not what was tested: it is at {(differs.Found is { } found ? BranchMoves.Short(found) : "nothing")}"
            + $" and not at {BranchMoves.Short(buildset.Result[differs.Branch])}. Queue {turn.Rules.Name} is stopped.",
        pipeline.SuccessVote);

    public static void Rejection(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset, string why) => Send(
        turn,
        pipeline,
        item,
        buildset,
        buildset.Phase == BuildsetPhase.Conflict ? ReportKind.Conflict : ReportKind.Failure,
        change => $"Rejected by {pipeline.Name}{With(item, change)}: {why}",
        pipeline.FailureVote);

    /// <summary>Tells a conflict as soon as it is known, unless the same one was told of this item before.</summary>
    public static QueueItem Conflict(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset)
    {
        if (item.ToldConflict != buildset.Conflict)
        {
            var more = item.Ahead is null ? "" : " It is tested again if what it conflicts with does not merge.";
            Send(turn, pipeline, item, item.Buildset, ReportKind.Conflict, change => $"Rejected by {pipeline.Name}{With(item, change)}: {buildset.Problem}.{more}", pipeline.FailureVote);
        }

        return item with { ToldConflict = buildset.Conflict };
    }

    public static void Failure(Turn turn, PipelinePlan pipeline, QueueItem item, string text) =>
        Send(turn, pipeline, item, item.Buildset, ReportKind.Failure, _ => text, pipeline.FailureVote);

    public static void RefuseSubmit(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset, string reason) =>
        Send(turn, pipeline, item, buildset, ReportKind.Refused, _ => $"Passed {pipeline.Name}, but was not merged: {reason}", pipeline.FailureVote);

    public static void Left(Turn turn, PipelinePlan pipeline, QueueItem item, string reason) =>
        Send(turn, pipeline, item, item.Buildset, ReportKind.Left, _ => $"Left {pipeline.Name}: {reason}.", 0);

    /// <summary>Tells that a change waits outside, and enters by itself.</summary>
    public static void Outside(Turn turn, PipelinePlan pipeline, Change change, string reason) =>
        turn.Emit(new SendReport(turn.NextId("r"), pipeline.Name, change, null, ReportKind.Left, $"Waits outside {pipeline.Name}: {reason}. It enters by itself.", 0, [], []));

    public static void Refuse(Turn turn, PipelinePlan pipeline, Change change, string text) =>
        turn.Emit(new SendReport(turn.NextId("r"), pipeline.Name, change, null, ReportKind.Refused, text, pipeline.FailureVote, [], []));

    private static string With(QueueItem item, Change? change) =>
        item.Changes.Length > 1 ? $", as one with {string.Join(", ", item.Changes.Where(other => other.Id != change?.Id).Select(other => other.Id))}" : "";

    private static void Send(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset? buildset, ReportKind kind, Func<Change?, string> text, int vote)
    {
        ImmutableArray<Build> builds = [.. (buildset?.Builds ?? []).Where(build => build.Result is not null && !build.IsVoid)];
        ImmutableArray<string> voting = [.. (buildset?.Jobs ?? []).Where(job => job.Decides).Select(job => job.Name)];
        foreach (var change in item.Changes)
        {
            turn.Emit(new SendReport(turn.NextId("r"), pipeline.Name, change, null, kind, text(change), vote, builds, voting));
        }

        if (item.Ref is { } tested)
        {
            turn.Emit(new SendReport(turn.NextId("r"), pipeline.Name, null, tested, kind, text(null), vote, builds, voting));
        }
    }
}
