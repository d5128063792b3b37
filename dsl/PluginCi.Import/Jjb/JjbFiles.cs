using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>What the files of Jenkins Job Builder define: jobs, templates, groups, projects, macros and defaults.</summary>
/// <remarks>Source: Jenkins Job Builder, its documentation of definitions.</remarks>
internal sealed class JjbFiles(ImportInput input, Notes notes)
{
    /// <summary>The tags that take in other files.</summary>
    public static readonly ImmutableArray<string> Tags =
    [
        .. new[] { "!include", "!include-raw", "!include-raw-escape", "!include-raw-expand", "!include-raw-verbatim", "!include-jinja2", "!j2", "!j2-yaml", "!join" }.SelectMany(tag => new[] { tag, tag + ":" }),
    ];

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<(string Kind, string Name), MapNode> _known = [];

    public ImmutableArray<Diagnostic> Diagnostics => [.. _diagnostics];

    /// <summary>The jobs that are no templates, in the order of the files.</summary>
    public List<MapNode> Jobs { get; } = [];

    public List<MapNode> Projects { get; } = [];

    /// <summary>How many definitions there are.</summary>
    public int Count => Jobs.Count + Projects.Count + _known.Count;

    /// <summary>A definition; null where there is none.</summary>
    /// <param name="kind">For example <c>job-template</c> or <c>builder</c>.</param>
    /// <param name="name">Its name.</param>
    public MapNode? Find(string kind, string name) => _known.GetValueOrDefault((kind, name));

    /// <summary>Reads a file. What is not of Jenkins Job Builder is told of.</summary>
    public void Read(string path)
    {
        foreach (var entry in DefinitionFile.Read(input, path, "Jenkins Job Builder", _diagnostics, Tags))
        {
            Add(entry);
        }
    }

    private void Add(MapEntry entry)
    {
        if (entry.Value is not MapNode map || map["name"] is not ScalarNode { Value: var name })
        {
            notes.NeedsPerson(entry.Value.File, entry.At, entry.Key, "the definition has no name; nothing of it is in the scripts");
            return;
        }

        switch (entry.Key)
        {
            case "job":
                Jobs.Add(map);
                break;
            case "project":
                Projects.Add(map);
                break;
            case "job-template" or "job-group" or "defaults" or "builder" or "publisher" or "wrapper" or "trigger" or "property" or "parameter" or "scm":
                if (!_known.TryAdd((entry.Key, name), map))
                {
                    notes.NeedsPerson(map.File, map.At, name, $"there is a {entry.Key} of that name already; this one is left out");
                }

                break;
            default:
                notes.NeedsPerson(map.File, entry.At, entry.Key, "the importer does not know this kind of definition; nothing of it is in the scripts");
                break;
        }
    }
}
