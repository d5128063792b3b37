namespace PluginCi.Plugins;

/// <summary>A plugin does not fit; the message says what was found, what is needed and what to do.</summary>
internal sealed class PluginRefusedException(string message, Exception? inner = null) : Exception(message, inner);
