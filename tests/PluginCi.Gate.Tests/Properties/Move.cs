namespace PluginCi.Gating.Properties;

/// <summary>One thing that happens in a random history.</summary>
/// <param name="Kind">What.</param>
/// <param name="Which">Picks a change, a project or a running build.</param>
internal sealed record Move(MoveKind Kind, int Which)
{
    public override string ToString() => $"{Kind}({Which})";
}

/// <summary>What may happen.</summary>
internal enum MoveKind
{
    Approve,
    EndBuild,
    LoseBuild,
    Unapprove,
    NewPatchset,
    Abandon,
    PushPastTheGate,
    PushUnheard,
    HoldSubmits,
    AnswerSubmits,
    RepeatEvent,
    RefuseSubmit,
    ChangeRules,
    Freeze,
    Thaw,
    FreezeBySite,
}
