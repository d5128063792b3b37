using System.Buffers;
using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Reads what is said of changes, at the start and later.</summary>
internal static class ChangesReader
{
    private const string What = "a change";

    // Characters that mean something where a change is named among other things.
    private static readonly SearchValues<char> Reserved = SearchValues.Create("/,{}()@ ");

    private static readonly string[] PushKeys = ["project", "branch", "parent", "depends-on", "files", "topic", "conflicts-with"];

    private static readonly string[] EditKeys = ["depends-on", "topic"];

    /// <summary>Reads the key <c>changes</c>.</summary>
    public static ImmutableArray<(string Name, ChangeEdit Edit)> Read(YamlMap map)
    {
        ImmutableArray<string> names = [.. map.Entries.Select(entry => NameOf(entry.Key))];
        ImmutableArray<(string Name, ChangeEdit Edit)> changes = [.. map.Entries.Select(entry => (entry.Key.AsText(), ReadNew(entry.Value.AsMap(), names)))];
        var parents = changes.ToDictionary(change => change.Name, change => change.Edit.Parent);
        foreach (var (key, value) in map.Entries)
        {
            RefuseCircle(key.AsText(), value, parents);
        }

        return changes;
    }

    /// <summary>Refuses changes of projects that no layout has.</summary>
    /// <param name="map">The value of the key <c>changes</c>.</param>
    /// <param name="projects">The projects of all layouts of the scenario.</param>
    public static void RefuseUnknownProjects(YamlMap map, ImmutableArray<string> projects)
    {
        foreach (var (_, value) in map.Entries)
        {
            value.AsMap().Require(What, "project").AsName("project", projects);
        }
    }

    /// <summary>What a new patchset brings.</summary>
    public static ChangeEdit ReadPush(YamlMap map, ImmutableArray<string> changes)
    {
        map.AllowOnly("a push", PushKeys);
        return ReadEdit(map, changes);
    }

    /// <summary>What is edited without a new patchset.</summary>
    public static ChangeEdit ReadDescription(YamlMap map, ImmutableArray<string> changes)
    {
        map.AllowOnly("an edit", EditKeys);
        return ReadEdit(map, changes);
    }

    private static string NameOf(YamlValue key) =>
        !key.AsText().AsSpan().ContainsAny(Reserved) ? key.AsText() : throw key.Bad("a name of a change without blanks and without any of / , { } ( ) @");

    private static ChangeEdit ReadNew(YamlMap map, ImmutableArray<string> changes)
    {
        map.AllowOnly(What, [.. PushKeys, "merged"]);
        map.Require(What, "project");
        return ReadEdit(map, changes) with { IsMerged = map.Find("merged")?.AsBool() ?? false };
    }

    private static ChangeEdit ReadEdit(YamlMap map, ImmutableArray<string> changes) => new()
    {
        Project = map.Find("project") is { } project ? new ProjectName(project.AsText()) : null,
        Branch = map.Find("branch")?.AsText(),
        Parent = map.Find("parent")?.AsName("change", changes) ?? NothingOf(map, "parent"),
        DependsOn = Names(map, "depends-on", changes),
        Files = map.Find("files")?.AsTexts(),
        Topic = map.Find("topic")?.AsText() ?? NothingOf(map, "topic"),
        ConflictsWith = Names(map, "conflicts-with", changes),
    };

    // A key without a value takes away what was there; an absent one leaves it.
    private static string? NothingOf(YamlMap map, string key) => map.Has(key) ? "" : null;

    private static ImmutableArray<string>? Names(YamlMap map, string key, ImmutableArray<string> changes) =>
        map.Find(key)?.AsEntries().Select(entry => entry.AsName("change", changes)).Distinct().ToImmutableArray();

    private static void RefuseCircle(string name, YamlValue value, Dictionary<string, string?> parents)
    {
        var seen = new HashSet<string> { name };
        for (var parent = parents[name]; parent is { Length: > 0 }; parent = parents[parent])
        {
            if (parent == name)
            {
                throw value.Fault(ScenarioDiagnostics.BadValue, $"change '{name}' is its own git parent, by {string.Join(", ", seen.Skip(1).Append(name))}; git has no such circle");
            }

            if (!seen.Add(parent))
            {
                return;
            }
        }
    }
}
