using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>A report as it was told on a change.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Vote">The vote; 0 for none.</param>
/// <param name="Message">The words.</param>
public sealed record ReportRow(DateTimeOffset At, string Pipeline, ReportKind Kind, int Vote, string Message);
