namespace PluginCi.Import;

/// <summary>What became of one thing that was read.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Column">From 1; 0 for the file as a whole.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="What">What it is, from the outside in, for example <c>unit.script</c>.</param>
/// <param name="Text">For a person: what is different, or what is to be done. Empty where nothing is.</param>
public sealed record ImportNote(string File, int Line, int Column, ImportOutcome Outcome, string What, string Text);
