using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Reads scenario files.</summary>
internal static class ScenarioReader
{
    private const string What = "a scenario";

    private static readonly Dictionary<string, BuildResult> Results = new()
    {
        ["success"] = BuildResult.Success,
        ["failure"] = BuildResult.Failure,
        ["time-out"] = BuildResult.TimedOut,
        ["lost"] = BuildResult.Lost,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ScenarioFileException">It cannot be played as it is written.</exception>
    public static Scenario Read(string path) => Read(path, YamlFile.Read(path));

    /// <summary>True for a map that is a scenario; a layout that several share is none.</summary>
    public static bool IsScenario(YamlMap map) => map.Has("steps") || map.Has("expect");

    private static Scenario Read(string path, YamlMap map)
    {
        if (!IsScenario(map))
        {
            throw map.Fault(ScenarioDiagnostics.NotAScenario, "the file is no scenario: it has neither 'steps' nor 'expect'");
        }

        map.AllowOnly(What, "layout", "changes", "outcomes", "steps", "expect");
        var draft = LayoutDraft.Empty.With(FindLayout(map.Require(What, "layout")));
        var (layout, names) = new LayoutReader(draft, LayoutNames.None).Read();
        var changes = map.Find("changes") is { } listed ? ChangesReader.Read(listed.AsMap()) : [];
        var reader = new StepReader(draft, names, changes);
        ImmutableArray<ScenarioStep> steps = [.. (map.Find("steps")?.AsEntries() ?? []).Select(reader.Read)];
        if (map.Find("changes") is { } ofProjects)
        {
            ChangesReader.RefuseUnknownProjects(ofProjects.AsMap(), reader.Names.Projects);
        }

        return new Scenario
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Layout = layout,
            Changes = changes,
            Outcomes = ReadOutcomes(map.Find("outcomes"), reader.Names),
            Steps = steps,
            Expectations = map.Find("expect") is { } expect ? ExpectationReader.Read(expect.AsMap(), reader.Names) : [],
        };
    }

    private static YamlMap FindLayout(YamlValue layout) => layout.IsMap
        ? layout.AsMap()
        : YamlFile.Read(Path.Combine(Path.GetDirectoryName(layout.File) ?? "", layout.AsText()));

    private static ImmutableDictionary<string, BuildResult> ReadOutcomes(YamlValue? value, NameReader names) =>
        (value?.AsMap().Entries ?? []).ToImmutableDictionary(entry => names.Build(entry.Key), entry => entry.Value.AsWord(Results));
}
