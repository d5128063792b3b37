namespace PluginCi.Plugin;

/// <summary>Something that tells people what the gate decided.</summary>
public interface IReporter
{
    /// <summary>Tells a report. Must be idempotent by <see cref="Report.Key"/>: it is repeated after a crash.</summary>
    /// <param name="report">The report.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is told for good.</returns>
    Task ReportAsync(Report report, CancellationToken cancellationToken);
}
