using System.Text.RegularExpressions;

namespace PluginCi.Dependencies;

/// <summary>Which paths of a registry there are, and what they are.</summary>
/// <param name="Path">Fits a path below the registry's own folder.</param>
/// <param name="Target">What to ask for, below the area's address, with what was found in its place.</param>
/// <param name="IsOfFiles">Whether it is in the area of files, and not in that of the index.</param>
/// <param name="IsKept">Whether it never changes, by the registry's own rules.</param>
/// <param name="Links">What of it is rewritten, so that its links lead here.</param>
internal sealed record PathRule(Regex Path, string Target, bool IsOfFiles, bool IsKept, LinkForm Links);
