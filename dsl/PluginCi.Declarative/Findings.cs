using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>What is wrong with one file, gathered so that all of it is told at once.</summary>
/// <param name="path">The file, as messages name it.</param>
internal sealed class Findings(string path)
{
    private readonly List<Diagnostic> _all = [];

    public bool HasErrors => _all.Exists(finding => finding.Severity == DiagnosticSeverity.Error);

    public void Error(Place at, string id, string text) => Add(at, DiagnosticSeverity.Error, id, text);

    public void Warning(Place at, string id, string text) => Add(at, DiagnosticSeverity.Warning, id, text);

    /// <summary>Every message once, in the order of the file.</summary>
    public ImmutableArray<Diagnostic> InOrder() => [.. _all.Distinct().OrderBy(finding => finding.Line).ThenBy(finding => finding.Column)];

    private void Add(Place at, DiagnosticSeverity severity, string id, string text) => _all.Add(new Diagnostic(path, at.Line, at.Column, severity, id, text));
}
