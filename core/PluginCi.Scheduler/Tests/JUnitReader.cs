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
    /// <exception cref="XmlException">It is no XML, or is made to do harm; thrown when the tests before the fault have been given.</exception>
    public static IEnumerable<TestResult> Read(ReadOnlyMemory<byte> content)
    {
        using var reader = ReportXml.Open(content);
        while (ReportXml.MoveOn(reader))
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
        while (!(reader.IsEmptyElement && reader.Depth == depth) && ReportXml.MoveOn(reader) && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName is "failure" or "error":
                    outcome = TestOutcome.Failed;
                    ReportText.Append(message, reader.GetAttribute("message"));
                    isInFailure = !reader.IsEmptyElement;
                    break;
                case XmlNodeType.Element when reader.LocalName == "skipped" && outcome == TestOutcome.Passed:
                    outcome = TestOutcome.Skipped;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when isInFailure:
                    ReportText.Append(message, reader.Value);
                    break;
                case XmlNodeType.EndElement when reader.LocalName is "failure" or "error":
                    isInFailure = false;
                    break;
            }
        }

        return new TestResult(name, outcome, duration, message.ToString());
    }

    private static string NameOf(XmlReader reader)
    {
        var (type, name) = (reader.GetAttribute("classname"), reader.GetAttribute("name"));
        return ReportText.Name(string.IsNullOrEmpty(type) ? name ?? "" : $"{type}.{name}");
    }

    private static TimeSpan DurationOf(string? seconds) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) ? ReportText.Duration(time) : TimeSpan.Zero;
}
