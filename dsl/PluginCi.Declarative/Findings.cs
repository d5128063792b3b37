using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>What is wrong with one file, gathered so that all of it is told at once.</summary>
/// <param name="path">The file, as messages name it.</param>
internal sealed class Findings(string path)
{
    /// <summary>How many are told: nobody reads more, and a file of errors only shall not become a much longer list.</summary>
    public const int MostTold = 500;

    private readonly List<Diagnostic> _all = [];

    /// <summary>The file, as messages name it.</summary>
    public string Path { get; } = path;

    public void Error(Place at, string id, string text) => Add(at, DiagnosticSeverity.Error, id, text);

    public void Warning(Place at, string id, string text) => Add(at, DiagnosticSeverity.Warning, id, text);

    /// <summary>Every message once, in the order of the file; of very many the first, and how many more there are.</summary>
    public ImmutableArray<Diagnostic> InOrder()
    {
        Diagnostic[] all = [.. _all.Distinct().OrderBy(finding => finding.Line).ThenBy(finding => finding.Column)];
        return all.Length <= MostTold
            ? [.. all]
            : [.. all.Take(MostTold), new Diagnostic(Path, 0, 0, DiagnosticSeverity.Error, DeclarativeDiagnostics.TooMuch, $"{all.Length - MostTold} more messages are not shown")];
    }

    private void Add(Place at, DiagnosticSeverity severity, string id, string text) => _all.Add(new Diagnostic(Path, at.Line, at.Column, severity, id, text));
}
