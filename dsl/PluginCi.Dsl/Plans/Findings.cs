using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Collects what is wrong with a script's value.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> All => _findings;

    public bool HasErrors => _findings.Any(finding => finding.Diagnostic.Severity == DiagnosticSeverity.Error);

    public void Error(Place place, string id, string text, string? word = null) => Add(DiagnosticSeverity.Error, place, id, text, word);

    public void ErrorIf(bool isWrong, Place place, string id, string text, string? word = null)
    {
        if (isWrong)
        {
            Error(place, id, text, word);
        }
    }

    /// <summary>Tells of what is most likely a mistake, and stops nothing.</summary>
    public void WarningIf(bool isOdd, Place place, string id, string text, string? word = null)
    {
        if (isOdd)
        {
            Add(DiagnosticSeverity.Warning, place, id, text, word);
        }
    }

    private void Add(DiagnosticSeverity severity, Place place, string id, string text, string? word) =>
        _findings.Add(new Finding(new Diagnostic(place.Path ?? "", place.Line, place.Line == 0 ? 0 : 1, severity, id, text), word));
}
