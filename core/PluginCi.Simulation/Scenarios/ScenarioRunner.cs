using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>Finds and plays scenario files. docs/reference/scenarios.md describes them.</summary>
public static class ScenarioRunner
{
    /// <summary>The scenario files that paths stand for.</summary>
    /// <param name="paths">Files, and folders whose scenarios are all wanted. A layout that several scenarios share is passed over in a folder.</param>
    /// <returns>The files, each once; a path where nothing is, too, so that playing it tells.</returns>
    public static ImmutableArray<string> FindFiles(IEnumerable<string> paths) =>
        [.. paths.SelectMany(path => Directory.Exists(path) ? FindFiles(path) : [path]).Distinct()];

    /// <summary>Plays a file. Never throws for what is in it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How.</param>
    /// <returns>What came of it.</returns>
    public static ScenarioResult Play(string file, ScenarioOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var name = Path.GetFileNameWithoutExtension(file);
        try
        {
            return Play(file, ScenarioReader.Read(file), options);
        }
        catch (ScenarioFileException trouble)
        {
            return new ScenarioResult(file, name, null, trouble.Message);
        }
    }

    private static ScenarioResult Play(string file, Scenario scenario, ScenarioOptions options)
    {
        var player = new ScenarioPlayer(scenario, options);
        try
        {
            if (player.PlaySteps() is { } fault)
            {
                return new ScenarioResult(file, scenario.Name, player.Step, fault) { Drawing = player.Drawing };
            }

            return new ScenarioResult(file, scenario.Name, null, player.FindFaultsAtTheEnd()) { IsAtTheEnd = true, Drawing = player.Drawing };
        }
#pragma warning disable CA1031 // The edge of a scenario: a bug of the engine fails the file that shows it, and no other.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new ScenarioResult(file, scenario.Name, player.Step, $"the engine broke: {bug.GetType().Name}: {bug.Message}{PlaceOf(bug)}") { Drawing = player.Drawing };
        }
    }

    private static string PlaceOf(Exception bug) => bug.StackTrace?.Split('\n').FirstOrDefault()?.TrimEnd() ?? "";

    private static IEnumerable<string> FindFiles(string folder) => Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true })
        .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
        .Where(IsWorthPlaying)
        .Order(StringComparer.Ordinal);

    // What cannot be read may be a scenario: playing it tells what is wrong.
    private static bool IsWorthPlaying(string file)
    {
        try
        {
            return ScenarioReader.IsScenario(YamlFile.Read(file));
        }
        catch (ScenarioFileException trouble)
        {
            return trouble.Id != ScenarioDiagnostics.WrongKind;
        }
    }
}
