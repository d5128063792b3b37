namespace PluginCi.Simulation;

/// <summary>One thing that happens in a random history.</summary>
/// <param name="Kind">What.</param>
/// <param name="Which">Picks what it happens to, among what is there at that moment.</param>
internal sealed record Move(MoveKind Kind, int Which);

/// <summary>What may happen in a random history.</summary>
internal enum MoveKind
{
    Approve,
    EndBuild,
    Unvote,
    Push,
    Patchset,
    Recheck,
    Abandon,
    Restore,
    MergeOutside,
    PushPast,
    RefuseSubmit,
    Lose,
    TimeOut,
    EarlyFail,
    Flake,
    Freeze,
    Thaw,
    Enqueue,
    Dequeue,
    Promote,
    EditNeeds,
    EditTopic,
    Reconfigure,
    Restart,
}
