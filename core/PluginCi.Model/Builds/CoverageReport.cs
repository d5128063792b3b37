using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>How much of the sources the tests of a build ran, by all its reports of coverage together.</summary>
/// <param name="FileCount">How many source files the reports name.</param>
/// <param name="Lines">How many lines could be run.</param>
/// <param name="CoveredLines">How many of them were, by one report or another.</param>
/// <param name="Branches">How many ways there are at these lines; 0 where no report counts them.</param>
/// <param name="CoveredBranches">How many of them were taken.</param>
/// <param name="Files">Source files by path; of more than 200 those with the most lines that were not run.</param>
public sealed record CoverageReport(int FileCount, int Lines, int CoveredLines, int Branches, int CoveredBranches, ImmutableArray<CoveredFile> Files)
{
    /// <summary>The part of the lines that was run, in percent: 0 to 100, and 0 when there are none.</summary>
    [JsonIgnore]
    public double Percent => PercentOf(CoveredLines, Lines);

    /// <summary>The part of the branches that was taken, in percent; null when none are counted.</summary>
    [JsonIgnore]
    public double? BranchPercent => Branches == 0 ? null : PercentOf(CoveredBranches, Branches);

    /// <summary>A part in percent.</summary>
    /// <param name="part">The part.</param>
    /// <param name="whole">The whole.</param>
    /// <returns>0 to 100, and 0 of nothing.</returns>
    public static double PercentOf(int part, int whole) => whole == 0 ? 0 : 100.0 * part / whole;
}
