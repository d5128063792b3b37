using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>A hint that something may have changed in a review system.</summary>
public abstract record SourceEvent;

/// <summary>Something happened to a change; the server asks <see cref="IChangeSource.FindChangeAsync"/> what.</summary>
/// <param name="Key">The same for the same happening, also when it is told twice, so that it is acted on once.</param>
/// <param name="Change">The change.</param>
/// <param name="Kind">What happened.</param>
public sealed record ChangeHappened(string Key, ChangeId Change, ChangeHappening Kind) : SourceEvent;

/// <summary>A branch may have moved; the server reads its tip.</summary>
/// <param name="Branch">The branch.</param>
public sealed record BranchMayHaveMoved(ProjectBranch Branch) : SourceEvent;

/// <summary>A tag was pushed, new or again.</summary>
/// <param name="Key">The same for the same happening, also when it is told twice, so that it is acted on once.</param>
/// <param name="Project">The project.</param>
/// <param name="Tag">The tag without <c>refs/tags/</c>.</param>
/// <param name="Commit">The commit it leads to, 40 hexadecimal digits; for an annotated tag not the tag's own object.</param>
/// <param name="Old">The commit it led to before, or null when it is new or nobody knows.</param>
/// <remarks>Since contract 1.1.</remarks>
public sealed record TagPushed(string Key, ProjectName Project, string Tag, string Commit, string? Old = null) : SourceEvent;

/// <summary>Everything that was missed before <see cref="IChangeSource.WatchAsync"/> was called has been told; the server now compares the rest.</summary>
/// <remarks>Told once per call of WatchAsync, at once by a source that cannot tell what was missed.</remarks>
public sealed record CaughtUp : SourceEvent;

/// <summary>What may happen to a change.</summary>
public enum ChangeHappening
{
    /// <summary>It is new or has a new patchset.</summary>
    Patchset,

    /// <summary>It got all votes it needs.</summary>
    Approved,

    /// <summary>Somebody asked for another run.</summary>
    Recheck,

    /// <summary>Anything else: votes went, it was abandoned or merged, its description was edited.</summary>
    Updated,

    /// <summary>It was abandoned and is open again. Since contract 1.1.</summary>
    Restored,
}
