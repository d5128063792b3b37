using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>A reporter behind its guard.</summary>
internal sealed class GuardedReporter(IReporter inner, CallGuard guard) : IReporter
{
    public Task ReportAsync(Report report, CancellationToken cancellationToken) => guard.CallAsync(
        nameof(ReportAsync),
        async token =>
        {
            await inner.ReportAsync(report, token);
            return true;
        },
        cancellationToken);
}
