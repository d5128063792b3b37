namespace PluginCi.Cli;

/// <summary>A bisection cannot be made as it was asked for; the message says why and what to do.</summary>
/// <param name="message">A sentence.</param>
internal sealed class BisectException(string message) : Exception(message);
