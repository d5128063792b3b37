using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A test of a TAP report, with its subtests.</summary>
internal sealed partial class TapPoint : TapNode
{
    private readonly StringBuilder _message = new();
    private readonly string _name;
    private TimeSpan _duration;

    private TapPoint(string name, TestOutcome outcome, TimeSpan duration, bool hasBrace)
    {
        _name = name;
        _duration = duration;
        Outcome = outcome;
        HasBrace = hasBrace;
    }

    public TestOutcome Outcome { get; }

    /// <summary>True when its subtests follow, until a brace closes them.</summary>
    public bool HasBrace { get; }

    /// <param name="match">Its parts: <c>not</c>, <c>number</c> and <c>text</c>.</param>
    /// <param name="place">Which it is on its level, from 1.</param>
    public static TapPoint Parse(Match match, int place)
    {
        var text = match.Groups["text"].Value;
        var directive = DirectiveForm().Match(text);
        var (isOk, word) = (!match.Groups["not"].Success, directive.Groups["word"].Value.ToUpperInvariant());
        var name = (directive.Success ? text[..directive.Index] : text).Trim();
        var hasBrace = text.EndsWith('{');
        name = (name.EndsWith('{') ? name[..^1] : name).TrimStart('-').Trim();
        var outcome = word == "SKIP" || (word == "TODO" && !isOk) ? TestOutcome.Skipped : isOk ? TestOutcome.Passed : TestOutcome.Failed;
        var number = match.Groups["number"] is { Success: true } given ? given.Value : place.ToString(CultureInfo.InvariantCulture);
        return new TapPoint(ReportText.Name(name.Length == 0 ? $"test {number}" : EscapeForm().Replace(name, "$1")), outcome, DurationOf(directive.Groups["time"].Value), hasBrace);
    }

    /// <summary>Adds a line that it said.</summary>
    public void Say(string line) => ReportText.Append(_message, line);

    /// <summary>Adds a line that its block of YAML has.</summary>
    public void SayInYaml(string line)
    {
        if (line.StartsWith("duration_ms:", StringComparison.Ordinal))
        {
            _duration = DurationOf(line["duration_ms:".Length..].Trim());
        }
        else if (Outcome == TestOutcome.Failed && line.Trim().Length > 0)
        {
            ReportText.AppendLine(_message, line);
        }
    }

    public override IEnumerable<TestResult> Name(string before)
    {
        var name = Join(before, _name);
        var hasFailed = false;
        foreach (var test in base.Name(name))
        {
            hasFailed |= test.Outcome == TestOutcome.Failed;
            yield return test;
        }

        if (Points.Count == 0 || (Outcome == TestOutcome.Failed && !hasFailed))
        {
            yield return new TestResult(name, Outcome, _duration, _message.ToString());
        }
    }

    private static TimeSpan DurationOf(string milliseconds) =>
        double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) ? ReportText.Duration(time / 1000) : TimeSpan.Zero;

    // The time is no directive of the protocol, but what several tools write in place of one.
    [GeneratedRegex(@"(?<![\\\S])#\s*((?<word>skip|todo)|time=(?<time>[0-9.]+)ms)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DirectiveForm();

    [GeneratedRegex(@"\\([#\\])")]
    private static partial Regex EscapeForm();
}
