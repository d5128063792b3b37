namespace PluginCi.Scheduler;

/// <summary>The value of a secret is not to be had.</summary>
/// <param name="message">Which secret, why, and what to do. It never holds the value.</param>
public sealed class SecretException(string message) : Exception(message);
