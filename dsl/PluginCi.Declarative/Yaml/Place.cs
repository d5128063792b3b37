namespace PluginCi.Declarative;

/// <summary>Where something stands in a file.</summary>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Column">From 1; 0 for the file as a whole.</param>
internal readonly record struct Place(int Line, int Column);
