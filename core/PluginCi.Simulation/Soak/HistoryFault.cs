namespace PluginCi.Simulation;

/// <summary>An invariant of the gate does not hold.</summary>
/// <param name="message">Which, and where, in one sentence.</param>
internal sealed class HistoryFault(string message) : Exception(message);
