using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>Reads a file with those of its repository that it includes.</summary>
internal sealed class GitLabFiles(ImportInput input, Notes notes)
{
    // As GitLab: https://docs.gitlab.com/ci/yaml/includes/
    private const int MostFiles = 150;

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly HashSet<string> _read = [];

    public ImmutableArray<Diagnostic> Diagnostics => [.. _diagnostics];

    /// <summary>All keys of the file over those of what it includes; null where it cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">The root of the repository.</param>
    public MapNode? Read(string path, string folder)
    {
        _read.Add(path);
        var (text, problem) = input.Read(path);
        if (text is null)
        {
            _diagnostics.Add(problem!);
            return null;
        }

        var findings = new Findings(path);
        var node = YamlReader.ReadAny(text, findings, "!reference");
        if (node is not null and not MapNode)
        {
            findings.Error(node.At, DeclarativeDiagnostics.WrongKind, $"the file must be a map, found {node.Kind}");
        }

        _diagnostics.AddRange(findings.InOrder());
        if (node is not MapNode map)
        {
            return null;
        }

        var below = new MapNode(map.At, []) { File = path };
        foreach (var include in Includes(map))
        {
            if (Included(include, folder) is { } other)
            {
                below = Merge.Over(below, other, notes);
            }
        }

        return Merge.Over(below, new MapNode(map.At, [.. map.Entries.Where(entry => entry.Key != "include")]) { File = path }, notes);
    }

    private ImmutableArray<Node> Includes(MapNode map)
    {
        var entry = map.Entries.FirstOrDefault(entry => entry.Key == "include");
        if (entry.Value is null)
        {
            return [];
        }

        notes.Carried(entry.Value.File, entry.At, "include");
        return entry.Value is ListNode list ? list.Items : [entry.Value];
    }

    private MapNode? Included(Node include, string folder)
    {
        var local = include switch
        {
            ScalarNode text when !text.Value.Contains("://", StringComparison.Ordinal) => text.Value,
            MapNode map => map.Text("local"),
            _ => null,
        };
        if (local is null)
        {
            notes.NeedsPerson(include.File, include.At, "include", $"{What(include)} is of another place, and is not read; what its jobs do has to be written, or be had from a recipe");
            return null;
        }

        if (local.Contains('*', StringComparison.Ordinal) || local.Contains('$', StringComparison.Ordinal) || local.Split('/').Contains("..") || _read.Count >= MostFiles)
        {
            notes.NeedsPerson(include.File, include.At, "include", $"'{local}' is not one file of the repository, and is not read");
            return null;
        }

        if (include is MapNode told)
        {
            foreach (var entry in told.Entries.Where(entry => entry.Key != "local"))
            {
                notes.NeedsPerson(entry.Value.File, entry.At, $"include.{entry.Key}", "the file is taken in always, and as it is");
            }
        }

        var path = Path.Combine(folder, local.TrimStart('/'));
        return _read.Contains(path) ? null : Read(path, folder);
    }

    private static string What(Node include) => include is MapNode map ? string.Join(", ", map.Entries.Select(entry => $"{entry.Key} '{(entry.Value as ScalarNode)?.Value ?? "…"}'")) : $"'{(include as ScalarNode)?.Value}'";
}
