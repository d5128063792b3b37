using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>A file in PluginCI's own form: what kind of project it is, and what is special about it.</summary>
public sealed record OwnFile
{
    /// <summary>The kind of project, by its word.</summary>
    public required OwnText Type { get; init; }

    /// <summary>Versions of its language; none for the usual one.</summary>
    public ImmutableArray<OwnText> Versions { get; init; } = [];

    /// <summary>Packages of Debian that it needs besides those of its type.</summary>
    public ImmutableArray<OwnText> Packages { get; init; } = [];

    /// <summary>Steps of jobs in place of those of its type, and jobs besides.</summary>
    public ImmutableArray<OwnCommands> Commands { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The file, or null where something is wrong with it, and what that is.</returns>
    public static (OwnFile? File, ImmutableArray<Diagnostic> Diagnostics) Read(string path, string text)
    {
        var findings = new Findings(path);
        var file = YamlReader.Read(text, findings) is { } root ? Read(root, findings) : null;
        return (file, findings.InOrder());
    }

    internal static OwnFile? Read(MapNode root, Findings findings)
    {
        OwnShapes.File.Check(root, "", findings);
        return findings.InOrder().Any(finding => finding.Severity == DiagnosticSeverity.Error) ? null : new OwnFile
        {
            Type = Of((ScalarNode)root["type"]!),
            Versions = TextsOf(root, "versions"),
            Packages = TextsOf(root, "packages"),
            Commands = [.. (root.Map("commands")?.Entries ?? []).Select(entry => new OwnCommands(new OwnText(entry.Key, entry.At.Line, entry.At.Column), LinesOf(entry.Value)))],
        };
    }

    private static OwnText Of(ScalarNode node) => new(node.Value, node.At.Line, node.At.Column);

    private static ImmutableArray<OwnText> TextsOf(MapNode root, string key) => root[key] switch
    {
        ListNode list => [.. list.Items.Cast<ScalarNode>().Select(Of)],
        ScalarNode one => [Of(one)],
        _ => [],
    };

    private static ImmutableArray<string> LinesOf(Node commands) => commands switch
    {
        ListNode list => [.. list.Items.Cast<ScalarNode>().Select(line => line.Value)],
        ScalarNode { Type: ScalarKind.Text, Value: var line } => [line],
        _ => [],
    };
}
