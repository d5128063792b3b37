using PluginCi.Gating;

namespace PluginCi.Storage;

/// <summary>An event with what the gate made of it, to be saved together.</summary>
/// <param name="Stored">The event.</param>
/// <param name="Decision">The decision.</param>
public sealed record AppliedEvent(StoredEvent Stored, GateDecision Decision);
