using PluginCi.Model;

namespace PluginCi.Git;

/// <summary>What a merge commit says.</summary>
/// <param name="Change">The change that is merged.</param>
/// <param name="Patchset">Its patchset, from 1.</param>
/// <param name="Subject">The first line of its commit message; further lines are left out.</param>
public sealed record MergeMessage(ChangeId Change, int Patchset, string Subject)
{
    /// <summary>The whole commit message, with the footers <c>Change:</c> and <c>Patchset:</c>.</summary>
    public string Text => $"Merge change {Change}: {Subject.Split('\n')[0].Trim()}\n\nChange: {Change}\nPatchset: {Patchset}\n";
}
