using PluginCi.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Simulation;

/// <summary>A YAML file that holds one map.</summary>
internal static class YamlFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; messages name it so.</param>
    /// <exception cref="ScenarioFileException">It cannot be read, is not YAML, or holds something else than one map.</exception>
    public static YamlMap Read(string path) => Read(path, ReadText(path));

    /// <summary>Reads a text.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ScenarioFileException">It is not YAML, or holds something else than one map.</exception>
    public static YamlMap Read(string name, string text) => new YamlValue(Load(name, text), name, "the file").AsMap();

    private static string ReadText(string path)
    {
        if (!File.Exists(path))
        {
            throw Fault(path, default, ScenarioDiagnostics.CannotRead, Directory.Exists(path) ? "this is a folder, and a file is expected" : "there is no file or folder of that name");
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, default, ScenarioDiagnostics.CannotRead, $"the file cannot be read: {trouble.Message}");
        }
    }

    private static YamlNode Load(string path, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException trouble)
        {
            throw Fault(path, trouble.Start, ScenarioDiagnostics.NotYaml, $"the file is not YAML: {trouble.InnerException?.Message ?? trouble.Message}");
        }

        return stream.Documents.Count == 1
            ? stream.Documents[0].RootNode
            : throw Fault(path, default, ScenarioDiagnostics.WrongKind, $"the file holds {stream.Documents.Count} YAML documents; one map is expected");
    }

    private static ScenarioFileException Fault(string path, Mark at, string id, string text) =>
        new(new Diagnostic(path, (int)at.Line, (int)at.Column, DiagnosticSeverity.Error, id, text));
}
