namespace PluginCi.Model;

/// <summary>An event that may enqueue something in a pipeline.</summary>
public enum Trigger
{
    /// <summary>A new change or a new patchset of one.</summary>
    Patchset,

    /// <summary>The change got all votes it needs.</summary>
    Approved,

    /// <summary>Somebody asked for another run.</summary>
    Recheck,

    /// <summary>An abandoned change was taken up again.</summary>
    Restored,

    /// <summary>A branch moved: the gate merged, or somebody pushed.</summary>
    RefUpdated,

    /// <summary>A tag was pushed.</summary>
    Tag,

    /// <summary>The pipeline's schedule.</summary>
    Timer,

    /// <summary>An operator's command.</summary>
    Manual,
}
