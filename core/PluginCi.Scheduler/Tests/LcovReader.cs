using System.Globalization;
using System.Text;

namespace PluginCi.Scheduler;

/// <summary>Reads which lines were run from one of LCOV's tracefiles, which a build wrote and nobody may trust.</summary>
/// <remarks>Source: geninfo(1). Read are <c>SF:</c>, <c>DA:</c>, <c>BRDA:</c> and <c>end_of_record</c>; the sums, functions and what other records there are say nothing more.</remarks>
internal sealed class LcovReader
{
    private static readonly string[] Others = ["", "TN", "VER", "FN", "FNDA", "FNF", "FNH", "FNL", "FNA", "LF", "LH", "BRF", "BRH", "MCDC", "MCF", "MCH"];

    private readonly CoverageCount _count;
    private readonly Dictionary<int, (bool IsRun, int Branches, int Taken)> _lines = [];
    private string? _file;
    private int _number;

    private LcovReader(CoverageCount count) => _count = count;

    /// <exception cref="ReportFaultException">It is no tracefile, or is not whole; the records before the fault have been added.</exception>
    public static void Read(ReadOnlyMemory<byte> content, CoverageCount count)
    {
        using var text = new StreamReader(new MemoryStream(content.ToArray(), writable: false), Encoding.UTF8);
        new LcovReader(count).Read(text);
    }

    private void Read(StreamReader text)
    {
        while (text.ReadLine() is { } line)
        {
            _number++;
            ReadRecord(line);
        }

        if (_file is not null || _number == 0)
        {
            throw Fault("It ends without 'end_of_record'.");
        }
    }

    private void ReadRecord(string line)
    {
        var (kind, value) = line.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (line[..colon], line[(colon + 1)..]) : (line.Trim(), "");
        switch (kind)
        {
            case "SF":
                _file = value;
                break;
            case "DA" when value.Split(',') is [var place, var times, ..] && _file is not null:
                AddLine(Place(place), Times(times) > 0);
                break;
            case "BRDA" when value.Split(',') is [var place, _, _, .., var times] && _file is not null:
                AddBranch(Place(place), times != "-" && Times(times) > 0);
                break;
            case "end_of_record" when _file is not null:
                Add(_file);
                break;
            case "DA" or "BRDA" or "end_of_record":
                throw Fault($"'{kind}' stands there without what belongs to it.");
            case not null when !Others.Contains(kind) && !kind.StartsWith('#'):
                throw Fault("It is no record of a tracefile.");
        }
    }

    private void Add(string file)
    {
        foreach (var (line, (isRun, branches, taken)) in _lines)
        {
            if (!_count.TryAdd(file, line, isRun, branches, taken))
            {
                throw Fault(CoverageCount.TooMany);
            }
        }

        _lines.Clear();
        _file = null;
    }

    private void AddLine(int line, bool isRun)
    {
        var before = _lines.GetValueOrDefault(line);
        _lines[line] = before with { IsRun = before.IsRun || isRun };
    }

    private void AddBranch(int line, bool isTaken)
    {
        var (isRun, branches, taken) = _lines.GetValueOrDefault(line);
        _lines[line] = (isRun, branches + 1, taken + (isTaken ? 1 : 0));
    }

    private int Place(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : throw Fault("The number of a line is none.");

    // Of sums that overflowed gcov writes negative ones: they were run.
    private decimal Times(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var times) ? Math.Abs(times) : throw Fault("How often something was run is no number.");

    private ReportFaultException Fault(string message) => new(Math.Max(1, _number), message);
}
