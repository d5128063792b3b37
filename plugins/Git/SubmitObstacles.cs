using PluginCi.Model;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>Why a tested patchset may not be merged at this moment.</summary>
internal static class SubmitObstacles
{
    public static string? Find(ReviewSession session, ChangeRow? now, Change tested) => now switch
    {
        null => $"There is no change {tested.Id} any more.",
        { Status: ChangeStatus.Merged } => $"{tested.Id} is merged already.",
        { Status: ChangeStatus.Abandoned } => $"{tested.Id} was abandoned; restore it to try again.",
        _ when now.Patchset != tested.Patchset || now.CommitId != tested.Commit =>
            $"{tested.Id} was tested with patchset {tested.Patchset} and now has patchset {now.Patchset}.",
        { IsApproved: false } when !tested.KeepsApproval => $"{tested.Id} is no longer approved.",
        { IsWorkInProgress: true } => $"{tested.Id} is work in progress; push it again with '-o ready' when it is done.",
        { IsPrivate: true } => $"{tested.Id} is private; push it again with '-o public' before it is merged.",
        _ => FindStaleParent(session, now),
    };

    private static string? FindStaleParent(ReviewSession session, ChangeRow now)
    {
        foreach (var parent in session.ListGitParents(now.Number, now.Patchset))
        {
            var row = session.FindChange(parent.ParentNumber);
            if (row is { Status: ChangeStatus.Abandoned })
            {
                return $"{now.Id} is built on {row.Id}, which was abandoned; rebase it and push again.";
            }

            if (row is not null && row.Patchset != parent.ParentPatchset)
            {
                return $"{now.Id} is built on patchset {parent.ParentPatchset} of {row.Id}, which now has patchset {row.Patchset}; rebase it and push again.";
            }
        }

        return null;
    }
}
