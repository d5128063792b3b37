namespace PluginCi.Declarative;

/// <summary>A text of a file with its place.</summary>
/// <param name="Text">The text.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
public readonly record struct OwnText(string Text, int Line, int Column);
