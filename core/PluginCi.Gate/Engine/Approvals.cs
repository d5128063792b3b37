using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What a pipeline asks of a change before it may enter, and to stay.</summary>
internal static class Approvals
{
    /// <returns>What the change lacks, as the end of "it is …", or null.</returns>
    public static string? FindObstacle(PipelinePlan pipeline, Change change, bool keepsApproval) => change switch
    {
        { IsApproved: false } when pipeline.RequiresApproval && !keepsApproval => "it is not approved",
        { IsWorkInProgress: true } when pipeline.Submits => "it is work in progress and not ready",
        { IsPrivate: true } when pipeline.Submits => "it is private and not for everybody",
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
