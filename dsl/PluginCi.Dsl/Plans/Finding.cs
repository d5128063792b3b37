using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Something that is wrong with a script's value.</summary>
/// <param name="Diagnostic">What, and the line where the value begins.</param>
/// <param name="Word">The verb that brought it, to point at it in the script, for example <c>Timeout</c>; null for what the value begins with.</param>
internal readonly record struct Finding(Diagnostic Diagnostic, string? Word);
