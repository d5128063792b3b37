using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace PluginCi.Scheduler;

/// <summary>Reads which lines were run from one report in the form of Cobertura, which a build wrote and nobody may trust.</summary>
/// <remarks>What all tools agree on is <c>class</c> with <c>filename</c>, and inside it <c>line</c> with <c>number</c>, <c>hits</c> and
/// <c>condition-coverage="50% (1/2)"</c>. Lines stand in methods and again in their class, and several classes may be of one file: each line counts once.</remarks>
internal static partial class CoberturaReader
{
    /// <exception cref="XmlException">It is no XML or no Cobertura, or is made to do harm; the lines before the fault have been added.</exception>
    public static void Read(ReadOnlyMemory<byte> content, CoverageCount count)
    {
        using var reader = ReportXml.Open(content, mayNameType: true);
        var file = "";
        var isCobertura = false;
        while (ReportXml.MoveOn(reader))
        {
            switch (reader)
            {
                case { NodeType: XmlNodeType.Element, LocalName: "coverage", Depth: 0 }:
                    isCobertura = true;
                    break;
                case { NodeType: XmlNodeType.Element, Depth: 0 }:
                    throw ReportXml.Fault(reader, $"It begins with '{reader.LocalName}', where Cobertura's begins with 'coverage'.");
                case { NodeType: XmlNodeType.Element, LocalName: "class" }:
                    file = reader.GetAttribute("filename") ?? throw ReportXml.Fault(reader, "A class has no 'filename'.");
                    break;
                case { NodeType: XmlNodeType.Element, LocalName: "line" } when isCobertura && file.Length > 0:
                    ReadLine(reader, file, count);
                    break;
            }
        }
    }

    private static void ReadLine(XmlReader reader, string file, CoverageCount count)
    {
        if (!int.TryParse(reader.GetAttribute("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            || !decimal.TryParse(reader.GetAttribute("hits"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var hits))
        {
            throw ReportXml.Fault(reader, "A line has no 'number' and 'hits' that are numbers.");
        }

        var ways = Ways().Match(reader.GetAttribute("condition-coverage") ?? "");
        if (!count.TryAdd(file, line, hits > 0, ways.Success ? Number(ways, 2) : 0, ways.Success ? Number(ways, 1) : 0))
        {
            throw ReportXml.Fault(reader, CoverageCount.TooMany);
        }
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\(([0-9]{1,6})/([0-9]{1,6})\)\s*\z")]
    private static partial Regex Ways();
}
