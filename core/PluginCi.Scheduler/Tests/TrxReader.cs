using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Xml;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Reads the tests of one report in the form of Visual Studio's test platform, which a build wrote and nobody may trust.</summary>
/// <remarks>Source: the schema <c>http://microsoft.com/schemas/VisualStudio/TeamTest/2010</c>. A result names its test by an id; the test's class stands in a
/// definition behind all results.</remarks>
internal sealed class TrxReader
{
    private readonly List<(string Id, TestResult Result)> _results = [];
    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);

    private TrxReader()
    {
    }

    /// <exception cref="XmlException">It is no XML, or is made to do harm; thrown when the tests before the fault have been given.</exception>
    public static IEnumerable<TestResult> Read(ReadOnlyMemory<byte> content)
    {
        var found = new TrxReader();
        ExceptionDispatchInfo? fault = null;
        try
        {
            found.ReadAll(content);
        }
        catch (XmlException exception)
        {
            fault = ExceptionDispatchInfo.Capture(exception);
        }

        foreach (var (id, result) in found._results)
        {
            yield return result with { Name = ReportText.Name(found.FullName(id, result.Name)) };
        }

        fault?.Throw();
    }

    private void ReadAll(ReadOnlyMemory<byte> content)
    {
        using var reader = ReportXml.Open(content);
        var test = "";
        while (ReportXml.MoveOn(reader))
        {
            switch (reader)
            {
                case { NodeType: XmlNodeType.Element, LocalName: "UnitTestResult" }:
                    ReadResult(reader);
                    break;
                case { NodeType: XmlNodeType.Element, LocalName: "UnitTest" }:
                    test = reader.GetAttribute("id") ?? "";
                    break;
                case { NodeType: XmlNodeType.Element, LocalName: "TestMethod" } when reader.GetAttribute("className") is { Length: > 0 } type:
                    // As VSTest's own readers take it: what may stand behind the name is the assembly.
                    _classes[test] = type.Split(',')[0];
                    break;
            }
        }
    }

    // Those of a test with data have inner results, each a test of its own; then the outer one only sums them up.
    private void ReadResult(XmlReader reader)
    {
        var (id, name) = (reader.GetAttribute("testId") ?? "", reader.GetAttribute("testName") ?? "");
        var outcome = OutcomeOf(reader.GetAttribute("outcome"));
        var duration = TimeSpan.TryParse(reader.GetAttribute("duration"), CultureInfo.InvariantCulture, out var time) ? ReportText.Duration(time.TotalSeconds) : TimeSpan.Zero;
        var before = _results.Count;
        var message = ReadInside(reader);
        var inner = _results.Skip(before).ToArray();
        if (name.Length > 0 && (inner.Length == 0 || (outcome == TestOutcome.Failed && !inner.Any(one => one.Result.Outcome == TestOutcome.Failed))))
        {
            _results.Add((id, new TestResult(name, outcome, duration, outcome == TestOutcome.Failed ? message : "")));
        }
    }

    private string ReadInside(XmlReader reader)
    {
        var depth = reader.Depth;
        var message = new StringBuilder();
        var isSaid = false;
        while (!(reader.IsEmptyElement && reader.Depth == depth) && ReportXml.MoveOn(reader) && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName == "UnitTestResult":
                    ReadResult(reader);
                    break;
                case XmlNodeType.Element or XmlNodeType.EndElement when reader.LocalName is "Message" or "StackTrace":
                    isSaid = reader is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when isSaid:
                    ReportText.Append(message, reader.Value);
                    break;
            }
        }

        return message.ToString();
    }

    private string FullName(string id, string name) =>
        _classes.TryGetValue(id, out var type) && !name.StartsWith($"{type}.", StringComparison.Ordinal) ? $"{type}.{name}" : name;

    // What breaks before it has an outcome is written without one.
    private static TestOutcome OutcomeOf(string? outcome) => outcome switch
    {
        "Passed" or "PassedButRunAborted" or "Warning" or "Completed" => TestOutcome.Passed,
        "NotExecuted" or "NotRunnable" or "Inconclusive" or "Pending" => TestOutcome.Skipped,
        _ => TestOutcome.Failed,
    };
}
