namespace PluginCi.Model;

/// <summary>How one test of a build ended.</summary>
public enum TestOutcome
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed, or broke.</summary>
    Failed,

    /// <summary>It was not run.</summary>
    Skipped,
}
