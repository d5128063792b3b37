using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What a pipeline asks of a change before it may enter, and to stay.</summary>
internal static class Approvals
{
    /// <returns>What keeps the change out, said of one that is outside and of one that is inside, without the subject; or null.</returns>
    public static (string Outside, string Inside)? FindObstacle(PipelinePlan pipeline, Change change) => change switch
    {
        { IsApproved: false, KeepsApproval: false } when pipeline.RequiresApproval => ("is not approved", "lost its approval"),
        { IsWorkInProgress: true } when pipeline.Submits => ("is work in progress", "is work in progress now"),
        { IsPrivate: true } when pipeline.Submits => ("is private", "is private now"),
        _ => null,
    };

    /// <summary>True when the pipeline rejected an earlier, approved patchset of the change and lets the new one go on with that approval.</summary>
    public static bool IsKept(Turn turn, PipelinePlan pipeline, Change change) =>
        turn.State.Rejected.TryGetValue(change.Id, out var rejected)
        && rejected.Pipeline == pipeline.Name
        && rejected.Patchset < change.Patchset
        && pipeline.OnNewPatchset switch
        {
            NewPatchsetRule.AskAgain => false,
            NewPatchsetRule.KeepApproval => true,
            NewPatchsetRule.AskAgainIfReworked => change.Kind != PatchsetKind.Rework,
        };
}
