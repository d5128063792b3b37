namespace PluginCi.Server;

/// <summary>Where a queue item stands, in one word.</summary>
public enum ItemState
{
    /// <summary>It has no builds yet: it is outside the window, or what it is tested on top of is not merged yet.</summary>
    Waiting,

    /// <summary>Its merge and its list of jobs are being made.</summary>
    Preparing,

    /// <summary>Its builds wait for a worker or run.</summary>
    Testing,

    /// <summary>It cannot merge as it is; the items behind it are tested without it.</summary>
    Failing,

    /// <summary>Everything passed; the items ahead of it come first.</summary>
    Passed,

    /// <summary>Its merge is asked for.</summary>
    Merging,
}
