using PluginCi.Gating;

namespace PluginCi.Storage;

/// <summary>An event of the journal.</summary>
/// <param name="Number">Its number: later events have higher ones.</param>
/// <param name="Event">The event.</param>
public sealed record StoredEvent(long Number, GateEvent Event);
