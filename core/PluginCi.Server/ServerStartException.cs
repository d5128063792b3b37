namespace PluginCi.Server;

/// <summary>The server cannot start, for a reason outside of it. The message says what to do.</summary>
/// <param name="message">A sentence.</param>
/// <param name="inner">What it was caused by, or null.</param>
public sealed class ServerStartException(string message, Exception? inner = null) : Exception(message, inner);
