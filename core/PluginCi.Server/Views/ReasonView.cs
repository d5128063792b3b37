namespace PluginCi.Server;

/// <summary>One decision of the gate.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What was decided, for example <c>enqueued</c>, <c>reset</c> or <c>merged</c>.</param>
/// <param name="Text">Why, in one sentence.</param>
public sealed record ReasonView(DateTimeOffset At, string Kind, string Text);
