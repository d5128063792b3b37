using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Puts together what several reports say of the same lines.</summary>
internal sealed class CoverageCount
{
    public const string TooMany = "The reports of the build name more than 1,000,000 lines.";

    private const int MostLines = 1_000_000;
    private const int MostFiles = 200;

    // With it, the sums of all lines fit into an int.
    private const int MostBranches = 1000;

    private readonly Dictionary<string, Dictionary<int, Line>> _files = new(StringComparer.Ordinal);
    private int _lines;

    public bool IsEmpty => _files.Count == 0;

    /// <summary>Adds what one report says of a line; one that another report says was run stays so.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd(string file, int line, bool isRun, int branches, int taken)
    {
        var lines = _files.TryGetValue(file, out var known) ? known : _files[file] = [];
        var before = lines.GetValueOrDefault(line);
        branches = Math.Min(branches, MostBranches);
        if (!lines.ContainsKey(line) && ++_lines > MostLines)
        {
            return false;
        }

        // Which of its branches a report saw is not told by all forms: what is sure is that as many were taken as one report alone saw.
        lines[line] = new Line(before.IsRun || isRun, Math.Max(before.Branches, branches), Math.Max(before.Taken, Math.Min(taken, branches)));
        return true;
    }

    public CoverageReport ToReport()
    {
        CoveredFile[] files =
        [
            .. _files.Select(file => new CoveredFile(
                ReportText.Name(file.Key),
                file.Value.Count,
                file.Value.Values.Count(line => line.IsRun),
                file.Value.Values.Sum(line => line.Branches),
                file.Value.Values.Sum(line => line.Taken))),
        ];
        return new CoverageReport(
            files.Length,
            files.Sum(file => file.Lines),
            files.Sum(file => file.CoveredLines),
            files.Sum(file => file.Branches),
            files.Sum(file => file.CoveredBranches),
            [.. files.OrderByDescending(file => file.Lines - file.CoveredLines).ThenBy(file => file.Path, StringComparer.Ordinal).Take(MostFiles).OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    private readonly record struct Line(bool IsRun, int Branches, int Taken);
}
