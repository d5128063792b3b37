using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>How a change's way through a queue ended.</summary>
/// <param name="At">When.</param>
/// <param name="Change">The change.</param>
/// <param name="Kind">Merged, Rejected or Left.</param>
/// <param name="Text">Why, in one sentence.</param>
public sealed record EndRow(DateTimeOffset At, ChangeId Change, string Kind, string Text);
