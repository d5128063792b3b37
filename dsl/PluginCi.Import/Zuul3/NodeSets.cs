using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>The systems that stand for sets of nodes.</summary>
internal sealed partial class NodeSets(Zuul3Files files, Notes notes)
{
    /// <summary>The system for a job's nodes.</summary>
    /// <param name="nodeSet">What the job says: a name, or the nodes themselves; null for nothing.</param>
    /// <param name="job">The job, for notes.</param>
    public KnownSystem Find(Node? nodeSet, string job)
    {
        var usual = new KnownSystem(new FoundSystem(null, FoundSystem.UsualRelease, ["ca-certificates", "git"], "linux"), [], ImportOutcome.Approximated, "");
        if (nodeSet is null or ScalarNode { Type: ScalarKind.Nothing })
        {
            return usual;
        }

        var set = nodeSet as MapNode ?? files.Find("nodeset", (nodeSet as ScalarNode)?.Value ?? "");
        string[] labels = set is null ? [(nodeSet as ScalarNode)?.Value ?? ""] : [.. (set.List("nodes") ?? []).OfType<MapNode>().Select(node => node.Text("label") ?? "")];
        if (labels.Length > 1)
        {
            notes.NeedsPerson(nodeSet.File, nodeSet.At, $"{job}.nodeset", $"a build has one system, and not the {labels.Length} of this set; the first stands for all. What the others do may be a service");
        }

        if (labels.Length == 0)
        {
            notes.Approximated(nodeSet.File, nodeSet.At, $"{job}.nodeset", $"without nodes it runs on Zuul's own machine; here it runs on Debian {FoundSystem.UsualRelease}");
            return usual;
        }

        if (Release().Match(labels[0]) is { Success: true } known)
        {
            var system = Images.Find($"debian:{known.Groups["release"].Value}");
            notes.Approximated(nodeSet.File, nodeSet.At, $"{job}.nodeset", $"Debian {system.System.Release} with the packages that the commands call stands for nodes of '{labels[0]}'");
            return system with { System = system.System.With(usual.System.Packages) };
        }

        notes.Approximated(nodeSet.File, nodeSet.At, $"{job}.nodeset", $"Debian {FoundSystem.UsualRelease} stands for nodes of '{labels[0]}'; packages may have other names and versions");
        return usual;
    }

    [GeneratedRegex(@"(^|debian-)(?<release>bullseye|bookworm|trixie|forky|sid)\b")]
    private static partial Regex Release();
}
