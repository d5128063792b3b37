using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Takes what a build wrote about its tests: records it, and names failed and flaky tests in the build's message.</summary>
internal sealed class TestReports(TestStore store)
{
    /// <returns>The outcome as people are told of it.</returns>
    public async Task<BuildOutcome> TakeAsync(QueueName queue, StartBuild build, BuildOutcome outcome, SecretMask mask, IBuildOutput log, CancellationToken cancellationToken)
    {
        if (build.Job.Plan.TestReports.IsEmpty || outcome.Result is not (BuildResult.Success or BuildResult.Failure))
        {
            return outcome;
        }

        var report = mask.Apply(ReportReader.Read(build.Job.Plan, [.. outcome.Reports.Select(mask.Apply)]));
        var flaky = await store.RecordAsync(queue, build, report, cancellationToken);
        if (report.Problem.Length > 0)
        {
            log.Line($"== {report.Problem}");
        }

        return TestVerdict.Of(build.Job.Plan, outcome, report, flaky);
    }
}
