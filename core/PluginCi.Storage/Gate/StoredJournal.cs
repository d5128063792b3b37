using PluginCi.Gating;

namespace PluginCi.Storage;

/// <summary>What the journal of one queue can be played from.</summary>
/// <param name="Origin">The state before the first event; null when the queue is older than the server that kept it.</param>
/// <param name="Queue">The queue as it was last saved.</param>
public sealed record StoredJournal(GateState? Origin, StoredQueue Queue);
