using System.Text.RegularExpressions;

namespace PluginCi.Declarative;

/// <summary>Says by the keys at its top whose form a file has.</summary>
internal static partial class Recogniser
{
    // Asked in this order; the first that holds names the program.
    private static readonly (string Program, Func<MapNode, bool> Holds)[] Others =
    [
        ("Bitbucket Pipelines", map => map.Map("pipelines") is { } pipelines && (pipelines["default"] is ListNode || pipelines.Map("branches") is { } branches && !branches.Has("stages"))),
        ("Kubernetes or Tekton", map => map.Has("apiVersion")),
        ("Drone", map => map.Has("kind")),
        ("SAP Piper", map => map.Has("general") || map["stages"] is MapNode || map["steps"] is MapNode),
        ("CircleCI", map => map.Has("orbs") || map.Has("workflows") || (map.Has("version") && map["jobs"] is MapNode)),
        ("GitHub Actions", map => map["jobs"] is MapNode),
        ("Azure Pipelines", map => map.Has("pool") || map.Has("trigger") || map["steps"] is ListNode || map["jobs"] is ListNode),
        ("GitLab CI", map => map["stages"] is ListNode || map.Entries.Any(entry => entry.Value is MapNode job && job.Has("script"))),
        ("Travis CI", map => map.Has("language") || map.Has("script")),
        ("Docker Compose", map => map["services"] is MapNode),
    ];

    /// <summary>Whose form a file has, and the program's name where it is none that is read; empty for one that is not known either.</summary>
    public static (DeclarativeKind Kind, string Program) Recognise(MapNode root) =>
        Others[0].Holds(root) ? (DeclarativeKind.Other, Others[0].Program)
        : root.Has("pipelines") || root.Has("pipeline") ? (DeclarativeKind.PipelineLib, "")
        : root.Has("variants") || (root["version"] is ScalarNode version && VersionForm().IsMatch(version.Value)) ? (DeclarativeKind.Blubber, "")
        : root.Has("type") ? (DeclarativeKind.Own, "")
        : (DeclarativeKind.Other, Others.FirstOrDefault(other => other.Holds(root)).Program ?? "");

    [GeneratedRegex(@"^v\d+$")]
    private static partial Regex VersionForm();
}
