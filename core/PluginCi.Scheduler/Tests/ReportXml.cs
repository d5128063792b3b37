using System.Xml;

namespace PluginCi.Scheduler;

/// <summary>Reads XML that nobody may trust: without document types, other files and deep nesting.</summary>
internal static class ReportXml
{
    private static readonly XmlReaderSettings Settings = With(DtdProcessing.Prohibit);

    // What Cobertura and its heirs write names the document type of Cobertura. It is passed over, and what it declares with it: nothing of it is resolved.
    private static readonly XmlReaderSettings SettingsForTypes = With(DtdProcessing.Ignore);

    /// <param name="content">The file.</param>
    /// <param name="mayNameType">True when it may name a document type, which is passed over.</param>
    public static XmlReader Open(ReadOnlyMemory<byte> content, bool mayNameType = false) =>
        XmlReader.Create(new MemoryStream(content.ToArray(), writable: false), mayNameType ? SettingsForTypes : Settings);

    /// <returns>False at the end.</returns>
    /// <exception cref="XmlException">It is no XML, or is made to do harm.</exception>
    public static bool MoveOn(XmlReader reader) => reader.Read()
        && (reader.Depth <= ReportText.DeepestLevel ? true : throw Fault(reader, $"Its elements are nested more than {ReportText.DeepestLevel} deep."));

    /// <summary>A fault at the place where the reader is.</summary>
    public static XmlException Fault(XmlReader reader, string message) =>
        reader is IXmlLineInfo place && place.HasLineInfo() ? new XmlException(message, null, place.LineNumber, place.LinePosition) : new XmlException(message);

    private static XmlReaderSettings With(DtdProcessing types) => new() { DtdProcessing = types, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
}
