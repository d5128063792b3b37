using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>A scenario file, or the layout file that it names, cannot be played as it is written.</summary>
internal sealed class ScenarioFileException(Diagnostic diagnostic) : Exception(Tell(diagnostic))
{
    /// <summary>What is wrong, one of <see cref="ScenarioDiagnostics"/>.</summary>
    public string Id => diagnostic.Id;

    // What is wrong with a file as a whole has no place in it.
    private static string Tell(Diagnostic diagnostic) => diagnostic.Line > 0 ? diagnostic.ToString() : $"{diagnostic.Path}: error {diagnostic.Id}: {diagnostic.Text}";
}
