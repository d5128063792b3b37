using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Asks for merges of what passed, and takes the answers.</summary>
internal static class Submits
{
    /// <summary>Asks for the merge of an item whose every voting job passed, if the branches are where its tests assumed them.</summary>
    public static void Ask(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset)
    {
        var own = OwnBranches(turn, buildset);
        if (own.FirstOrDefault(entry => turn.State.Tips.GetValueOrDefault(entry.Key) != entry.Value) is { Value: not null } moved)
        {
            Leaving.Reset(turn, pipeline, item, null, $"{moved.Key} is not where its tests assumed it");
            return;
        }

        turn.Replace(pipeline.Name, item with { IsSubmitting = true });
        turn.Because(item.Change.Id, ReasonKind.Submitting, $"{item.Change.Id} passed and is being merged.");
        turn.Emit(new SubmitChange(
            item.Id, buildset.Id, item.Change, buildset.Base.RemoveRange(buildset.Base.Keys.Except(own.Keys)), buildset.Result[item.Change.Target]));
    }

    public static void Take(Turn turn, SubmitEnded ended)
    {
        foreach (var queue in turn.State.Queues)
        {
            if (queue.Find(ended.Item) is { IsSubmitting: true } item)
            {
                Settle(turn, turn.Plan(queue), item, ended.Outcome);
                return;
            }
        }
    }

    private static void Settle(Turn turn, PipelinePlan pipeline, QueueItem item, SubmitOutcome outcome)
    {
        switch (outcome)
        {
            case Submitted:
                Merge(turn, pipeline, item);
                break;
            case SubmitRefused refused:
                turn.Because(item.Change.Id, ReasonKind.Rejected, $"{item.Change.Id} passed, but was not merged: {refused.Reason}");
                Reports.RefuseSubmit(turn, pipeline, item, refused.Reason);
                Leaving.TakeOut(turn, pipeline, item, $"{item.Change.Id} ahead of it passed, but was not merged");
                break;
            case SubmitOvertaken overtaken:
                turn.Replace(pipeline.Name, item with { IsSubmitting = false });
                BranchMoves.Learn(turn, overtaken.Branch, overtaken.Tip);
                ResetIfUntouched(turn, pipeline, item, overtaken);
                break;
            default:
                throw new UnreachableException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private static void Merge(Turn turn, PipelinePlan pipeline, QueueItem item)
    {
        var commit = item.Buildset!.Result[item.Change.Target];
        turn.SetTip(item.Change.Target, commit);
        turn.Know(item.Change with { Status = ChangeStatus.Merged });
        turn.Because(item.Change.Id, ReasonKind.Merged, $"{item.Change.Id} is merged into {item.Change.Target} as {BranchMoves.Short(commit)}.");
        Reports.Success(turn, pipeline, item, commit);
        turn.Remove(pipeline.Name, item.Id, $"{item.Change.Id} ahead of it merged");
        LetGo(turn, pipeline, item);
        Windows.Grow(turn, pipeline);
        Enqueueing.TryWaiting(turn);
    }

    // Those that were tested on this very merge stay as they are: the branch tips now are what their tests assumed.
    private static void LetGo(Turn turn, PipelinePlan pipeline, QueueItem merged)
    {
        foreach (var behind in turn.Queue(pipeline.Name).Items.Where(behind => behind.Ahead == merged.Id))
        {
            turn.Replace(pipeline.Name, behind with { Ahead = null, Buildset = OnTips(behind.Buildset, merged.Buildset!.Id) });
        }
    }

    private static Buildset? OnTips(Buildset? buildset, BuildsetId merged) =>
        buildset?.AheadBuildset == merged ? buildset with { AheadBuildset = null } : buildset;

    // The gate may have heard of the move before the answer; then nothing was reset by the answer itself.
    private static void ResetIfUntouched(Turn turn, PipelinePlan pipeline, QueueItem item, SubmitOvertaken overtaken)
    {
        if (turn.Queue(pipeline.Name).Find(item.Id) is { Buildset: not null } untouched)
        {
            Leaving.Reset(turn, pipeline, untouched, null, $"{overtaken.Branch} moved before it could be merged");
        }
    }

    private static Dictionary<ProjectBranch, string> OwnBranches(Turn turn, Buildset buildset) =>
        buildset.Base.Where(entry => turn.State.Rules.Projects.Contains(entry.Key.Project)).ToDictionary();
}
