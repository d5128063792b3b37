using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Tells reports to every reporter. Reporters know a report by its key, so telling one again after a crash is harmless.</summary>
internal sealed class ReportWorker(SchedulerOptions options, Connections connections)
{
    public async Task<GateEvent?> RunAsync(SendReport wish, CancellationToken cancellationToken)
    {
        var report = new Report
        {
            Key = wish.Key,
            Change = wish.Change.Id,
            Patchset = wish.Change.Patchset,
            Pipeline = wish.Pipeline,
            Kind = wish.Kind,
            Message = wish.Message,
            Vote = wish.Vote,
            Builds = [.. wish.Builds.Select(build => Told(build, wish.VotingJobs))],
            Url = new Uri(options.ServerUrl, $"changes/{wish.Change.Id}"),
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
