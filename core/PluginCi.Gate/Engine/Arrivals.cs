using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>News of a change: what is queued of it may have to leave, and it may have to enter.</summary>
internal static class Arrivals
{
    public static void Take(Turn turn, ChangeArrived arrived)
    {
        foreach (var needed in arrived.Needed)
        {
            turn.Know(needed);
        }

        turn.Know(arrived.Change);
        LeaveWhereOutdated(turn, arrived.Change);
        if (arrived.Change.Status == ChangeStatus.Open && arrived.Trigger is { } trigger && turn.State.Rules.Projects.Contains(arrived.Change.Project))
        {
            foreach (var pipeline in turn.State.Rules.Pipelines.Where(pipeline => pipeline.On.Contains(trigger)))
            {
                Enqueueing.Try(turn, pipeline, arrived.Change);
            }
        }

        Enqueueing.TryWaiting(turn);
    }

    private static void LeaveWhereOutdated(Turn turn, Change change)
    {
        foreach (var pipeline in turn.State.Rules.Pipelines)
        {
            foreach (var item in turn.Queue(pipeline.Name).Items.Where(item => item.Change.Id == change.Id).ToArray())
            {
                if (ReasonToLeave(pipeline, item, change) is { } reason)
                {
                    Leaving.Leave(turn, pipeline, item, reason, isTold: pipeline.Submits && item.Change.Patchset == change.Patchset);
                }
                else if (!item.IsSubmitting)
                {
                    turn.Replace(pipeline.Name, item with { Change = change });
                }
            }
        }

        if (change.Status != ChangeStatus.Open || !change.IsApproved)
        {
            turn.StopWaiting(change.Id);
        }
    }

    // An item whose merge is asked for stays: the answer to the submit tells what became of it.
    private static string? ReasonToLeave(PipelinePlan pipeline, QueueItem item, Change change) => change switch
    {
        _ when item.IsSubmitting || !item.IsLive => null,
        { Status: ChangeStatus.Abandoned } => "it was abandoned",
        { Status: ChangeStatus.Merged } => "somebody merged it past the gate",
        _ when change.Patchset != item.Change.Patchset => $"it has a new patchset, {change.Patchset}",
        { IsApproved: false } when pipeline.RequiresApproval => "it lost its approval",
        _ => null,
    };
}
