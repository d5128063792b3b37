using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>A server's way to those who read reports.</summary>
internal sealed class Reporter(Audience audience, Power power) : IReporter
{
    public int FailingCalls { get; set; }

    public Task ReportAsync(Report report, CancellationToken cancellationToken) => power.CallAsync(
        () =>
        {
            if (FailingCalls > 0)
            {
                FailingCalls--;
                throw new OutsideException("Nobody listens.", isTransient: true);
            }

            audience.Hear(report);
            return Task.FromResult(true);
        },
        cancellationToken);
}
