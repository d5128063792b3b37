namespace PluginCi.Plugins.Environments;

/// <summary>A system cannot be made as it is declared; the message says what is wrong with the declaration.</summary>
internal sealed class EnvironmentException(string message) : Exception(message);
