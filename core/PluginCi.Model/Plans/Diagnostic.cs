namespace PluginCi.Model;

/// <summary>One message about a script or a configuration file, with its place.</summary>
/// <param name="Path">The file, relative to the repository's root, with forward slashes.</param>
/// <param name="Line">The line, from 1; 0 when the message is about the whole file.</param>
/// <param name="Column">The column, from 1; 0 when the message is about the whole line.</param>
/// <param name="Severity">Whether it stops the script from taking effect.</param>
/// <param name="Id">The documented id, for example <c>PCI2003</c>, or the C# compiler's own, for example <c>CS0103</c>.</param>
/// <param name="Text">One sentence: what is wrong, what was expected, what to do.</param>
public sealed record Diagnostic(string Path, int Line, int Column, DiagnosticSeverity Severity, string Id, string Text)
{
    /// <summary>The message as compilers print it: <c>path(line,col): error PCI2003: text</c>.</summary>
    public override string ToString() =>
        $"{Path}({Line},{Column}): {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Id}: {Text}";
}
