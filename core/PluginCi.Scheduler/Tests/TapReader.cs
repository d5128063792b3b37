using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Reads the tests of one report in the Test Anything Protocol, which a build wrote and nobody may trust.</summary>
/// <remarks>Source: TAP 14, which is a superset of 12 and 13 but for the plan, of which each may be first or last; and, as older tools write them, subtests in
/// braces behind their test. A test with subtests only sums them up: it counts as a test when it failed and none of them did.</remarks>
internal sealed partial class TapReader
{
    private const int MostTests = 50_000;
    private const int LongestLine = 4096;
    private const int Indentation = 4;

    private readonly List<TapLevel> _levels = [new TapLevel()];
    private TapPoint? _last;
    private int _lastLevel;
    private int _yaml = -1;
    private int _line;
    private int _tests;
    private bool _isTap;
    private ReportFaultException? _fault;

    private TapReader()
    {
    }

    /// <param name="path">The file, which the names of its tests begin with: they are known by it alone.</param>
    /// <param name="content">What is in it.</param>
    /// <exception cref="ReportFaultException">It is no TAP, or tests are missing; thrown when those that are there have been given.</exception>
    public static IEnumerable<TestResult> Read(string path, ReadOnlyMemory<byte> content)
    {
        var reader = new TapReader();
        try
        {
            reader.ReadAll(content);
        }
        catch (ReportFaultException fault)
        {
            reader._fault = fault;
        }

        foreach (var test in reader.CloseAll().Name(path))
        {
            yield return test;
        }

        if (reader._fault is not null)
        {
            throw reader._fault;
        }
    }

    private void ReadAll(ReadOnlyMemory<byte> content)
    {
        using var text = new StreamReader(new MemoryStream(content.ToArray(), writable: false), Encoding.UTF8);
        while (text.ReadLine() is { } line)
        {
            _line++;
            ReadLine(line.Length > LongestLine ? line[..LongestLine] : line);
        }

        if (!_isTap)
        {
            throw new ReportFaultException(Math.Max(1, _line), "It is no TAP: it ends without a plan and without a test.");
        }

        Close(0);
    }

    private void ReadLine(string line)
    {
        var text = line.TrimStart(' ');
        var indent = line.Length - text.Length;
        text = text.TrimEnd();
        if (IsYaml(text, indent) || text.Length == 0)
        {
            return;
        }

        if (text.StartsWith("Bail out!", StringComparison.OrdinalIgnoreCase))
        {
            _isTap = true;
            throw new ReportFaultException(_line, $"It bails out: {ReportText.Name(text["Bail out!".Length..])}".TrimEnd(' ', ':', '.') + ".");
        }

        if (indent % Indentation == 0)
        {
            ReadAt(indent / Indentation, text);
        }
    }

    private void ReadAt(int level, string text)
    {
        if (PlanForm().Match(text) is { Success: true } plan)
        {
            Plan(LevelAt(level), int.TryParse(plan.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : int.MaxValue);
        }
        else if (PointForm().Match(text) is { Success: true } point)
        {
            Add(level, point);
        }
        else if (text.StartsWith("TAP version", StringComparison.OrdinalIgnoreCase) && level == 0)
        {
            Restart();
        }
        else if (text == "}" && level < _levels.Count && _levels[level].InBraces is { } outer)
        {
            _levels[level].InBraces = null;
            Finish(outer, level);
        }
        else if (text[0] == '#' && level == _lastLevel && _last is { Outcome: TestOutcome.Failed } && !text.StartsWith("# Subtest", StringComparison.Ordinal))
        {
            _last.Say(text[1..]);
        }
    }

    // A block of YAML stands two deeper than the test that it is about; what is in it is not looked at, so that it may hold anything.
    private bool IsYaml(string text, int indent)
    {
        if (_yaml < 0)
        {
            _yaml = text == "---" && _last is not null && indent == (_lastLevel * Indentation) + 2 ? indent : -1;
            return _yaml >= 0;
        }

        if (text.Length > 0 && indent < _yaml)
        {
            _yaml = -1;
            return false;
        }

        if (text == "..." && indent == _yaml)
        {
            _yaml = -1;
        }
        else
        {
            _last?.SayInYaml($"{new string(' ', Math.Max(0, indent - _yaml))}{text}");
        }

        return true;
    }

    // Reports that were put behind one another each have a plan of their own.
    private void Restart()
    {
        if (_isTap)
        {
            Close(0);
            (_levels[0].Tests, _levels[0].Plan) = (0, null);
        }

        _isTap = true;
    }

    private void Plan(TapLevel level, int count)
    {
        if (level.Plan is not null)
        {
            _fault ??= new ReportFaultException(_line, "It has a second plan.");
        }

        level.Plan = count;
        level.PlanLine = _line;

        // What is said behind it is about the whole.
        _last = null;
    }

    private void Add(int level, Match match)
    {
        if (++_tests > MostTests)
        {
            throw new ReportFaultException(_line, $"It has more than {MostTests} tests.");
        }

        var at = LevelAt(level);
        if (at.InBraces is { } before)
        {
            at.InBraces = null;
            Finish(before, level);
        }

        var point = TapPoint.Parse(match, ++at.Tests);
        if (point.HasBrace)
        {
            at.InBraces = point;
            (_last, _lastLevel) = (point, level);
        }
        else
        {
            Finish(point, level);
        }
    }

    /// <summary>Takes what stands deeper as the subtests of a test.</summary>
    private void Finish(TapPoint point, int level)
    {
        Close(level + 1);
        if (_levels.Count > level + 1)
        {
            point.Points.AddRange(_levels[level + 1].Points);
            _levels.RemoveAt(level + 1);
        }

        _levels[level].Points.Add(point);
        (_last, _lastLevel) = (point, level);
    }

    private TapLevel LevelAt(int level)
    {
        _isTap = true;
        if (level > ReportText.DeepestLevel)
        {
            throw new ReportFaultException(_line, $"Its subtests are nested more than {ReportText.DeepestLevel} deep.");
        }

        while (_levels.Count <= level)
        {
            _levels.Add(new TapLevel { Line = _line });
        }

        return _levels[level];
    }

    /// <summary>Ends a level and those below it, which then are part of it.</summary>
    private void Close(int level)
    {
        for (var deepest = _levels.Count - 1; deepest >= level; deepest--)
        {
            var closed = _levels[deepest];
            if (closed.InBraces is { } open)
            {
                closed.Points.Add(open);
                closed.InBraces = null;
            }

            if (closed.FindFault(_line) is { } fault)
            {
                _fault ??= fault;
            }

            if (deepest > level)
            {
                _levels[deepest - 1].Points.AddRange(closed.Points);
                _levels.RemoveAt(deepest);
            }
        }
    }

    private TapLevel CloseAll()
    {
        var fault = _fault;
        Close(0);
        _fault = fault;
        return _levels[0];
    }

    [GeneratedRegex(@"^1\.\.([0-9]+)\s*(?:#.*)?$")]
    private static partial Regex PlanForm();

    [GeneratedRegex(@"^(?<not>not\s+)?ok(?=\s|$)\s*(?<number>[0-9]+(?=\s|$))?\s*(?<text>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex PointForm();
}
