namespace PluginCi.Gating;

/// <summary>Where a buildset stands.</summary>
public enum BuildsetPhase
{
    /// <summary>Its merge and its job list are being made.</summary>
    Preparing,

    /// <summary>Its merge is made, and its builds run or have ended.</summary>
    Prepared,

    /// <summary>Its change cannot be merged on its base.</summary>
    Conflict,

    /// <summary>The pipeline script of the merged state has errors.</summary>
    Misconfigured,
}
