namespace PluginCi.Model;

/// <summary>An event of a review system that may enqueue a change.</summary>
public enum Trigger
{
    /// <summary>A new change or a new patchset of one.</summary>
    Patchset,

    /// <summary>The change got all votes it needs.</summary>
    Approved,

    /// <summary>Somebody asked for another run.</summary>
    Recheck,
}
