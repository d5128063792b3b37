using PluginCi.Plugin;

namespace PluginCi.Scheduler.Seeds;

/// <summary>A server's way to those who read reports.</summary>
internal sealed class ModelReporter(Audience audience, Line line) : IReporter
{
    public Task ReportAsync(Report report, CancellationToken cancellationToken) => line.CallAsync(
        $"report {report.Key}: {report.Change} {report.Pipeline} {report.Kind}",
        () =>
        {
            audience.Hear(report);
            return true;
        },
        trouble => new OutsideException(trouble, isTransient: true),
        cancellationToken);
}
