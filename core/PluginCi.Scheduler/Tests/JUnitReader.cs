using System.Globalization;
using System.Text;
using System.Xml;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Reads the tests of one report in the form of JUnit, which a build wrote and nobody may trust.</summary>
/// <remarks>The form has no standard; what all tools agree on is <c>testcase</c> with <c>classname</c>, <c>name</c> and <c>time</c>, and inside it
/// <c>failure</c>, <c>error</c> or <c>skipped</c>.</remarks>
internal static class JUnitReader
{
    // No tool nests deeper than suites in suites; each level costs memory.
    private const int DeepestElement = 64;
    private const int LongestName = 300;
    private const int LongestMessage = 4000;
    private static readonly TimeSpan LongestTest = TimeSpan.FromDays(1);

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="XmlException">It is no XML, or is made to do harm; thrown when the tests before the fault have been given.</exception>
    public static IEnumerable<TestResult> Read(ReadOnlyMemory<byte> content)
    {
        using var reader = XmlReader.Create(new MemoryStream(content.ToArray(), writable: false), Settings);
        while (MoveOn(reader))
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "testcase" } && NameOf(reader) is { Length: > 0 } name)
            {
                yield return ReadTest(reader, name, DurationOf(reader.GetAttribute("time")));
            }
        }
    }

    private static TestResult ReadTest(XmlReader reader, string name, TimeSpan duration)
    {
        var depth = reader.Depth;
        var outcome = TestOutcome.Passed;
        var message = new StringBuilder();
        var isInFailure = false;
        while (!(reader.IsEmptyElement && reader.Depth == depth) && MoveOn(reader) && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName is "failure" or "error":
                    outcome = TestOutcome.Failed;
                    Append(message, reader.GetAttribute("message"));
                    isInFailure = !reader.IsEmptyElement;
                    break;
                case XmlNodeType.Element when reader.LocalName == "skipped" && outcome == TestOutcome.Passed:
                    outcome = TestOutcome.Skipped;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when isInFailure:
                    Append(message, reader.Value);
                    break;
                case XmlNodeType.EndElement when reader.LocalName is "failure" or "error":
                    isInFailure = false;
                    break;
            }
        }

        return new TestResult(name, outcome, duration, message.ToString());
    }

    private static bool MoveOn(XmlReader reader) => reader.Read()
        && (reader.Depth <= DeepestElement ? true : throw new XmlException($"Its elements are nested more than {DeepestElement} deep."));

    private static string NameOf(XmlReader reader)
    {
        var (type, name) = (reader.GetAttribute("classname"), reader.GetAttribute("name"));
        return Clean(string.IsNullOrEmpty(type) ? name ?? "" : $"{type}.{name}", LongestName).ReplaceLineEndings(" ").Trim();
    }

    private static TimeSpan DurationOf(string? seconds) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && time > 0
            ? TimeSpan.FromSeconds(Math.Min(time, LongestTest.TotalSeconds))
            : TimeSpan.Zero;

    private static void Append(StringBuilder message, string? text)
    {
        var more = Clean(text?.Trim() ?? "", LongestMessage - message.Length);
        message.Append(message.Length > 0 && more.Length > 0 ? "\n" : "").Append(more);
    }

    private static string Clean(string text, int most)
    {
        var kept = text.AsSpan(0, Math.Clamp(text.Length, 0, Math.Max(0, most)));
        var clean = new StringBuilder(kept.Length);
        foreach (var letter in kept.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(letter) && letter.Value is not ('\n' or '\t') ? " " : letter.ToString());
        }

        return clean.ToString();
    }
}
