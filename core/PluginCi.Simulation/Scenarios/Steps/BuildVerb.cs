namespace PluginCi.Simulation;

/// <summary>What may happen to a running build.</summary>
internal enum BuildVerb
{
    /// <summary>It passes.</summary>
    Pass,

    /// <summary>It fails.</summary>
    Fail,

    /// <summary>Its worker is lost.</summary>
    Lose,

    /// <summary>Its time limit is over.</summary>
    TimeOut,

    /// <summary>It is known to fail, but has not ended.</summary>
    EarlyFail,
}
