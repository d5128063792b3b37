using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>A scenario file, or the layout file that it names, cannot be played as it is written.</summary>
internal sealed class ScenarioFileException(Diagnostic diagnostic) : Exception(diagnostic.ToString())
{
    /// <summary>What is wrong, one of <see cref="ScenarioDiagnostics"/>.</summary>
    public string Id => diagnostic.Id;
}
