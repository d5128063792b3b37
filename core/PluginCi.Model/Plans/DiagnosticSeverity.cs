namespace PluginCi.Model;

/// <summary>Whether a diagnostic stops the script from taking effect.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The script takes effect all the same.</summary>
    Warning,

    /// <summary>The script has no effect; what was valid before stays.</summary>
    Error,
}
