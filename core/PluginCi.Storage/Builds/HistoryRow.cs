namespace PluginCi.Storage;

/// <summary>One line of a change's or a queue's history.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What was decided, or which report was made.</param>
/// <param name="Text">The words.</param>
public sealed record HistoryRow(DateTimeOffset At, string Kind, string Text);
