using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Reads what a freeze is about: those of the layout, and what operators' ones leave out.</summary>
internal static class FreezeReader
{
    /// <summary>The keys that freezes of the layout and of operators share.</summary>
    public static readonly string[] Keys = ["reason", "branches", "except-topics"];

    /// <summary>Reads a freeze of the layout.</summary>
    public static FreezePlan Read(string name, YamlMap map)
    {
        map.AllowOnly("a freeze", [.. Keys, "projects"]);
        return new FreezePlan
        {
            Name = name,
            Reason = ReasonOf(map),
            Projects = [.. map.Find("projects")?.AsTexts() ?? []],
            Branches = BranchesOf(map),
            Exceptions = ExceptionsOf(map),
        };
    }

    public static string ReasonOf(YamlMap map) => map.Find("reason")?.AsText() ?? "no reason given";

    public static ImmutableArray<string> BranchesOf(YamlMap map) => [.. map.Find("branches")?.AsTexts() ?? []];

    public static ImmutableArray<FreezeException> ExceptionsOf(YamlMap map) => [.. (map.Find("except-topics")?.AsTexts() ?? []).Select(topic => new FreezeException(Topic: topic))];
}
