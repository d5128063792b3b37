namespace PluginCi.Model;

/// <summary>What a new patchset means for a change that a pipeline rejected although it was approved: the choice between A and B of the requirements.</summary>
public enum NewPatchsetRule
{
    /// <summary>It needs a new approval (A).</summary>
    AskAgain,

    /// <summary>It goes on with the approval of the rejected patchset (B).</summary>
    KeepApproval,

    /// <summary>It needs a new approval unless it is a trivial rebase or changes no code.</summary>
    AskAgainIfReworked,
}
