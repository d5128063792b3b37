namespace PluginCi.Server;

/// <summary>How much of the sources the tests of a build ran.</summary>
/// <param name="FileCount">How many source files its reports name.</param>
/// <param name="Lines">How many lines could be run.</param>
/// <param name="CoveredLines">How many of them were.</param>
/// <param name="Percent">The part of the lines that was run, in percent.</param>
/// <param name="Branches">How many ways there are at these lines; 0 where no report counts them.</param>
/// <param name="CoveredBranches">How many of them were taken.</param>
/// <param name="BranchPercent">The part of the branches that was taken, in percent; absent when none are counted.</param>
/// <param name="Files">The source files by path; of more than 200 those with the most lines that were not run.</param>
public sealed record CoverageView(
    int FileCount, int Lines, int CoveredLines, double Percent, int Branches, int CoveredBranches, double? BranchPercent, IReadOnlyList<CoveredFileView> Files);
