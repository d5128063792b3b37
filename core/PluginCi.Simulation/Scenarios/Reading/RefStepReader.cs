using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Reads the steps about branches, tags, and what operators put in and take out.</summary>
/// <param name="projects">The projects that changes name, also those that no layout has.</param>
internal sealed class RefStepReader(ImmutableArray<string> projects)
{
    // What a tag may be called by; the format shows none.
    private static readonly string[] TagKeys = ["tag", "name", "ref"];

    public RefUpdatedStep ReadRefUpdated(YamlValue value, NameReader names) => new([.. value.AsEntries().Select(entry => ReadBranch(entry.AsMap(), names))]);

    public TagStep ReadTag(YamlValue value, NameReader names) => new([.. value.AsEntries().Select(entry => ReadOneTag(entry.AsMap(), names))]);

    public PlacementStep ReadPlacement(YamlValue value, NameReader names, bool isEnqueued)
    {
        var what = isEnqueued ? "'enqueue'" : "'dequeue'";
        var map = value.AsMap();
        map.AllowOnly(what, ["pipeline", "change", "project", "branch", .. TagKeys]);
        var pipeline = names.Pipeline(map.Require(what, "pipeline"));
        return map.Has("project")
            ? new PlacementStep(pipeline, null, new ProjectBranch(names.Project(map.Require(what, "project"), projects), FindName(map) ?? Town.DefaultBranch), isEnqueued)
            : new PlacementStep(pipeline, names.Change(map.Require(what, "change")), null, isEnqueued);
    }

    private ProjectBranch ReadBranch(YamlMap map, NameReader names)
    {
        map.AllowOnly("'ref-updated'", "project", "branch");
        return new ProjectBranch(names.Project(map.Require("'ref-updated'", "project"), projects), map.Find("branch")?.AsText() ?? Town.DefaultBranch);
    }

    private (ProjectBranch Tag, ProjectBranch On) ReadOneTag(YamlMap map, NameReader names)
    {
        map.AllowOnly("'tag'", ["project", .. TagKeys, "branch"]);
        var project = names.Project(map.Require("'tag'", "project"), projects);
        var tag = FindName(map) ?? map.Require("'tag'", TagKeys[0]).AsText();
        var isNamed = TagKeys.Any(map.Has);
        return (new ProjectBranch(project, tag), new ProjectBranch(project, isNamed ? map.Find("branch")?.AsText() ?? Town.DefaultBranch : Town.DefaultBranch));
    }

    // A branch is a name only where no tag is given; else it says which branch the tag is put on.
    private static string? FindName(YamlMap map) => TagKeys.Append("branch").Select(map.Find).FirstOrDefault(value => value is not null)?.AsText();
}
