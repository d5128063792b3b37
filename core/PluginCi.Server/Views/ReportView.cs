using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>What was told on a change.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Vote">The vote that went with it; 0 for none.</param>
/// <param name="Message">The words; may have several lines.</param>
public sealed record ReportView(DateTimeOffset At, string Pipeline, ReportKind Kind, int Vote, string Message);
