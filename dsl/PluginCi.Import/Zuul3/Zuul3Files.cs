using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>What the files of Zuul 3 and later define.</summary>
/// <remarks>Source: Zuul's documentation of its configuration.</remarks>
internal sealed class Zuul3Files(ImportInput input, Notes notes)
{
    /// <summary>The files and folders of a repository that Zuul reads.</summary>
    public static readonly ImmutableArray<string> UsualFiles = ["zuul.yaml", ".zuul.yaml"];

    /// <summary>The same, of folders.</summary>
    public static readonly ImmutableArray<string> UsualFolders = ["zuul.d", ".zuul.d"];

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<(string Kind, string Name), MapNode> _known = [];

    public ImmutableArray<Diagnostic> Diagnostics => [.. _diagnostics];

    public List<MapNode> Pipelines { get; } = [];

    public List<MapNode> Projects { get; } = [];

    /// <summary>The jobs in the order of the files, variants too.</summary>
    public List<MapNode> Jobs { get; } = [];

    /// <summary>All definitions of a kind.</summary>
    public IEnumerable<MapNode> All(string kind) => _known.Where(entry => entry.Key.Kind == kind).Select(entry => entry.Value);

    /// <summary>A definition; null where there is none.</summary>
    public MapNode? Find(string kind, string name) => _known.GetValueOrDefault((kind, name));

    /// <summary>Reads a file.</summary>
    public void Read(string path)
    {
        foreach (var entry in DefinitionFile.Read(input, path, "Zuul", _diagnostics, "!encrypted/pkcs1-oaep", "!unsafe", "!inherit", "!override"))
        {
            Add(entry);
        }
    }

    private void Add(MapEntry entry)
    {
        if (entry.Value is not MapNode map)
        {
            notes.NeedsPerson(entry.Value.File, entry.At, entry.Key, "a definition is a map; this is left out");
            return;
        }

        var name = map.Text("name") ?? "";
        switch (entry.Key)
        {
            case "pipeline":
                Pipelines.Add(map);
                break;
            case "project":
                Projects.Add(map);
                break;
            case "job":
                Jobs.Add(map);
                _known.TryAdd(("job", name), map);
                break;
            case "project-template" or "queue" or "nodeset" or "semaphore":
                _known.TryAdd((entry.Key, name), map);
                break;
            case "secret":
                notes.NeedsPerson(map.File, map.At, name, "builds have no secrets; jobs that use it stay in the old system, or do without");
                break;
            default:
                notes.NeedsPerson(map.File, entry.At, name.Length == 0 ? entry.Key : name, $"a '{entry.Key}' is not imported; how systems are made and what is shared is said in other places here");
                break;
        }
    }
}
