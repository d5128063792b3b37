namespace PluginCi.Plugin;

/// <summary>What a person may ask of a change.</summary>
public enum ChangeCommand
{
    /// <summary>Give it the votes it needs to be merged.</summary>
    Approve,

    /// <summary>Give it up.</summary>
    Abandon,

    /// <summary>Take it up again after it was given up.</summary>
    Restore,

    /// <summary>Test it again.</summary>
    Recheck,
}
