using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Collects what is wrong with a script's value.</summary>
internal sealed class Findings
{
    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> All => _diagnostics;

    public bool HasErrors => _diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    public void Error(Place place, string id, string text) =>
        _diagnostics.Add(new Diagnostic(place.Path ?? "", place.Line, place.Line == 0 ? 0 : 1, DiagnosticSeverity.Error, id, text));

    public void ErrorIf(bool isWrong, Place place, string id, string text)
    {
        if (isWrong)
        {
            Error(place, id, text);
        }
    }
}
