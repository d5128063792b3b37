namespace PluginCi.Declarative;

/// <summary>A variable cannot be replaced by its value; the message says which and why.</summary>
internal sealed class VariableException(string message) : Exception(message);
