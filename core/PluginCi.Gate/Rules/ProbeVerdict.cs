namespace PluginCi.Gating;

/// <summary>What came of trying a job on a state.</summary>
public enum ProbeVerdict
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It cannot be told: the state has no such job, or the job could not run there.</summary>
    Skipped,
}
