using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>Where the files to import are read from.</summary>
/// <param name="Read">The text of a file, or why there is none: exactly one of both.</param>
/// <param name="List">The paths of the files of a folder, not of those below it; none where there is no such folder.</param>
public sealed record ImportInput(Func<string, (string? Text, Diagnostic? Problem)> Read, Func<string, IEnumerable<string>> List);
