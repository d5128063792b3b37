using System.Collections.Immutable;

namespace PluginCi.Scheduler;

/// <summary>What came of an operator's command.</summary>
/// <param name="IsDone">True when the gate did it; false when it refused, and then nothing changed.</param>
/// <param name="Reasons">What the gate decided, or why it refused: one sentence each, one or more.</param>
public sealed record CommandAnswer(bool IsDone, ImmutableArray<string> Reasons);
