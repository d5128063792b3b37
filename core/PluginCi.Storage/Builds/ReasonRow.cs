using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>A reason with the event that led to it.</summary>
/// <param name="At">When.</param>
/// <param name="Queue">The queue that decided.</param>
/// <param name="Event">The number of the event.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="Text">The words.</param>
public sealed record ReasonRow(DateTimeOffset At, QueueName Queue, long Event, string Kind, string Text);
