namespace PluginCi.Cli;

/// <summary>The demo cannot go on; the message says why and what to do.</summary>
/// <param name="message">A sentence.</param>
internal sealed class DemoException(string message) : Exception(message);
