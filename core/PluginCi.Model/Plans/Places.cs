using System.Globalization;

namespace PluginCi.Model;

/// <summary>Places in scripts as plans keep them: <c>path(line)</c>.</summary>
public static class Places
{
    /// <summary>An error at a place that a plan keeps.</summary>
    /// <param name="place">The place, for example <c>.pipeline/pipeline.csx(6)</c>; what has no line is taken for a path.</param>
    /// <param name="id">The documented id.</param>
    /// <param name="text">One sentence: what is wrong, what was expected, what to do.</param>
    /// <returns>The error.</returns>
    public static Diagnostic ErrorAt(string place, string id, string text)
    {
        ArgumentNullException.ThrowIfNull(place);
        var open = place.LastIndexOf('(');
        return open > 0 && place.EndsWith(')') && int.TryParse(place.AsSpan(open + 1, place.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new Diagnostic(place[..open], line, line == 0 ? 0 : 1, DiagnosticSeverity.Error, id, text)
            : new Diagnostic(place, 0, 0, DiagnosticSeverity.Error, id, text);
    }
}
