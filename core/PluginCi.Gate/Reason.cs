using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Why the gate did something, or did not. The only source of words for logs, reports and explanations.</summary>
/// <param name="Change">The change it is about, or null when it is about the queue.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="Text">One sentence.</param>
public sealed record Reason(ChangeId? Change, ReasonKind Kind, string Text);
