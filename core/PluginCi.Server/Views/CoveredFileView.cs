namespace PluginCi.Server;

/// <summary>How much of a source file the tests of a build ran.</summary>
/// <param name="Path">The file, as its report names it.</param>
/// <param name="Lines">How many lines could be run.</param>
/// <param name="CoveredLines">How many of them were.</param>
/// <param name="Percent">The part of the lines that was run, in percent.</param>
/// <param name="Branches">How many ways there are at its lines; 0 where its report does not count them.</param>
/// <param name="CoveredBranches">How many of them were taken.</param>
public sealed record CoveredFileView(string Path, int Lines, int CoveredLines, double Percent, int Branches, int CoveredBranches);
