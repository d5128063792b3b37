namespace PluginCi.Server;

/// <summary>One decision of the gate, with the event that led to it.</summary>
/// <param name="At">When.</param>
/// <param name="Queue">The queue that decided.</param>
/// <param name="Event">The number of the event in the journal; <c>pluginci replay --until</c> shows the queues as they were then.</param>
/// <param name="Kind">What was decided, for example <c>enqueued</c>, <c>reset</c> or <c>merged</c>.</param>
/// <param name="Text">Why, in one sentence.</param>
public sealed record DecisionView(DateTimeOffset At, string Queue, long Event, string Kind, string Text);
