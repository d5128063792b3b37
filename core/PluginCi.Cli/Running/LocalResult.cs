using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Cli;

/// <summary>What came of a job on one's own machine.</summary>
/// <param name="Job">The job.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record LocalResult(JobPlan Job, BuildOutcome Outcome)
{
    /// <summary>True unless its failure counts.</summary>
    public bool IsOk => Outcome.Result == BuildResult.Success || !Job.IsVoting;
}
