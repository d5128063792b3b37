using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Tells reports to every reporter. Reporters know a report by its key, so telling one again after a crash is harmless.</summary>
internal sealed class ReportWorker(SchedulerOptions options, Connections connections, ILogger<ReportWorker> logger)
{
    public async Task<GateEvent?> RunAsync(SendReport wish, CancellationToken cancellationToken)
    {
        if (wish.Change is not { } change)
        {
            // Reporters speak of changes; what is said of a branch or tag is in the log and on the pages.
            Log.RefReported(logger, wish.Pipeline, wish.Ref?.Target.Value ?? "", wish.Message);
            return null;
        }

        var report = new Report
        {
            Key = wish.Key,
            Change = change.Id,
            Patchset = change.Patchset,
            Pipeline = wish.Pipeline,
            Kind = wish.Kind,
            Message = wish.Message,
            Vote = wish.Vote,
            Builds = [.. wish.Builds.Select(build => Told(build, wish.VotingJobs))],
            Url = new Uri(options.ServerUrl, $"changes/{change.Id}"),
        };
        foreach (var reporter in connections.Reporters)
        {
            await reporter.ReportAsync(report, cancellationToken);
        }

        return null;
    }

    private ReportedBuild Told(Build build, ImmutableArray<string> votingJobs) => new(
        build.Job,
        build.Result ?? BuildResult.Lost,
        votingJobs.Contains(build.Job),
        new Uri(options.ServerUrl, $"builds/{build.Id}"),
        build.Duration);
}
