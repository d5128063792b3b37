using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>The gate's words for results.</summary>
public static class Words
{
    /// <summary>What to say of a result, as the end of "the build …".</summary>
    /// <param name="result">The result.</param>
    /// <returns>For example <c>passed</c>.</returns>
    public static string Of(BuildResult result) => result switch
    {
        BuildResult.Success => "passed",
        BuildResult.Failure => "failed",
        BuildResult.TimedOut => "ran into its time limit",
        BuildResult.LimitExceeded => "went past a limit",
        BuildResult.Cancelled => "was cancelled",
        BuildResult.Lost => "was lost",
    };
}
