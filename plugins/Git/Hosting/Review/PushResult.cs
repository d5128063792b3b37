using System.Collections.Immutable;

namespace PluginCi.Plugins.Git.Review;

/// <summary>What became of one pushed ref.</summary>
internal abstract record PushResult
{
    private PushResult()
    {
    }

    /// <summary>Nothing was recorded.</summary>
    /// <param name="Reason">One line for the pusher.</param>
    public sealed record Refused(string Reason) : PushResult;

    /// <summary>All of it was recorded.</summary>
    /// <param name="Changes">The changes, oldest commit first.</param>
    public sealed record Recorded(ImmutableArray<RecordedChange> Changes) : PushResult;
}

/// <summary>One change of a push.</summary>
/// <param name="Row">The change as it is now.</param>
/// <param name="Novelty">What the push did to it.</param>
/// <param name="Warnings">What the pusher should know, one line each.</param>
internal sealed record RecordedChange(ChangeRow Row, Novelty Novelty, ImmutableArray<string> Warnings);

/// <summary>What a push did to a change.</summary>
internal enum Novelty
{
    /// <summary>It is new.</summary>
    New,

    /// <summary>It has a new patchset.</summary>
    Updated,

    /// <summary>The commit is its newest patchset already.</summary>
    Unchanged,
}
