using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>What is wrong with files, on the way to people.</summary>
internal static class Diagnostics
{
    /// <summary>Prints them as a compiler does.</summary>
    /// <returns>The status that a command ends with where nothing else went wrong: warnings leave it 0.</returns>
    public static int Tell(IEnumerable<Diagnostic> diagnostics)
    {
        var status = ExitCode.Ok;
        foreach (var diagnostic in diagnostics)
        {
            Console.Error.WriteLine(diagnostic);
            status = diagnostic.Severity == DiagnosticSeverity.Error ? ExitCode.Failed : status;
        }

        return status;
    }
}
