namespace PluginCi.Model;

/// <summary>How much of a source file the tests of a build ran.</summary>
/// <param name="Path">The file, as its report names it.</param>
/// <param name="Lines">How many lines could be run.</param>
/// <param name="CoveredLines">How many of them were.</param>
/// <param name="Branches">How many ways there are at its lines; 0 where the report does not count them.</param>
/// <param name="CoveredBranches">How many of them were taken.</param>
public sealed record CoveredFile(string Path, int Lines, int CoveredLines, int Branches, int CoveredBranches);
