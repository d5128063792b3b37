using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads a layout of Zuul 2: its projects, pipelines and queues. What jobs do stands in files of Jenkins Job Builder, or is told by their names.</summary>
internal sealed class ZuulReader
{
    /// <summary>The job that passes, and does nothing.</summary>
    public const string Nothing = "noop";

    private readonly ImportInput _input;
    private readonly Notes _notes = new();
    private readonly ZuulJobSettings _settings;
    private readonly ZuulPipelines _pipelines;
    private readonly Dictionary<string, MapNode> _templates = [];
    private readonly HashSet<string> _jobs = [];

    public ZuulReader(ImportInput input)
    {
        _input = input;
        _settings = new ZuulJobSettings(_notes);
        _pipelines = new ZuulPipelines(_notes);
    }

    /// <summary>Imports a layout.</summary>
    /// <param name="path">The file.</param>
    /// <param name="jobs">The files of Jenkins Job Builder; none where there are none.</param>
    public ImportResult Read(string path, IEnumerable<string> jobs)
    {
        var (text, problem) = _input.Read(path);
        if (text is null)
        {
            return new ImportResult { Diagnostics = [problem!] };
        }

        var findings = new Findings(path);
        var root = YamlReader.Read(text, findings);
        var library = new JjbLibrary(jobs, _input, _notes);
        if (root is null || !findings.InOrder().IsEmpty || !library.Diagnostics.IsEmpty)
        {
            return new ImportResult { Diagnostics = [.. findings.InOrder(), .. library.Diagnostics] };
        }

        var projects = ReadLayout(root);
        return projects.Length == 0 ? new ImportResult { Notes = _notes.InOrder() } : Result(projects, library, Path.GetFileName(path));
    }

    private ZuulProject[] ReadLayout(MapNode root)
    {
        var keys = new Keys(root, "", _notes);
        keys.NeedPerson("includes", "functions that set parameters of jobs belong into the scripts of these");
        _pipelines.Read(keys.Take("pipelines"));
        _settings.Read(keys.Take("jobs"));
        foreach (var map in Maps(keys.Take("project-templates")))
        {
            _templates[map.Text("name") ?? ""] = map;
        }

        // One that stands there several times has the jobs of all its entries.
        ZuulProject[] projects = [.. Maps(keys.Take("projects")).Select(ReadProject).GroupBy(project => project.Name)
            .Select(entries => new ZuulProject(entries.Key, [.. entries.SelectMany(entry => entry.Templates)], [.. entries.SelectMany(entry => entry.Uses).DistinctBy(use => (use.Pipeline, use.Job, use.Parent))]))];
        keys.End();
        return projects;
    }

    private ImportResult Result(ZuulProject[] projects, JjbLibrary library, string origin)
    {
        var queues = ZuulQueues.Find(
            projects.Select(project => (project.Name, project.Uses.Where(use => _pipelines.IsDependent(use.Pipeline) && use.Job != Nothing).Select(use => $"{use.Pipeline} {use.Job}"))).Where(entry => entry.Item2.Any()),
            job => _settings.QueueOf(job.Split(' ')[1]));
        var writer = new ZuulScripts((use, project) => library.Find(use.Job, use.File, use.At) is { } job ? _settings.Apply(job, project) : null, _pipelines, _notes);
        var scripts = writer.Write(projects, origin);
        var site = new FoundSite(
            [.. projects.Select(project => new FoundRepository(
                project.Name, queues.GetValueOrDefault(project.Name), [.. project.Uses.Select(use => _pipelines.StandInOf(use.Pipeline)).OfType<string>().Distinct()]))],
            _pipelines.All,
            [.. _settings.Semaphores.Union(writer.Semaphores).Order(StringComparer.Ordinal).Select(name => (name, 1))]);
        var result = new ImportResult { Notes = _notes.InOrder(), JobsFound = _jobs.Count, Scripts = scripts.Add(ImportScripts.Site, SiteWriter.Write(site, origin)) };
        return result.WithJobs(writer.Written);
    }

    private ZuulProject ReadProject(MapNode map)
    {
        var name = map.Text("name") ?? "";
        var keys = new Keys(map, name, _notes);
        keys.Take("name");
        keys.Approximate("merge-mode", "how changes are merged is a setting of the connection");
        var uses = new List<ZuulUse>();
        var templates = new List<string>();
        foreach (var use in Maps(keys.Take("template")))
        {
            if (_templates.TryGetValue(use.Text("name") ?? "", out var template))
            {
                templates.Add(use.Text("name") ?? "");
                uses.AddRange(template.Entries.Where(entry => _pipelines.StandInOf(entry.Key) is not null).SelectMany(entry => Uses(entry.Key, entry.Value, null, job => Put(job, use, name))));
            }
            else
            {
                _notes.NeedsPerson(use.File, use.At, $"{name}.template", $"there is no template '{use.Text("name")}'");
            }
        }

        foreach (var entry in map.Entries.Where(entry => _pipelines.StandInOf(entry.Key) is not null))
        {
            keys.Take(entry.Key);
            uses.AddRange(Uses(entry.Key, entry.Value, null, job => job));
        }

        keys.End();
        return new ZuulProject(name, [.. templates], [.. uses]);
    }

    // A key of a tree comes before what is below it.
    private IEnumerable<ZuulUse> Uses(string pipeline, Node node, string? parent, Func<string, string> put) => node switch
    {
        ListNode list => list.Items.SelectMany(item => Uses(pipeline, item, parent, put)),
        MapNode map => map.Entries.SelectMany(entry => Uses(pipeline, new ScalarNode(entry.At, entry.Key, ScalarKind.Text) { File = entry.Value.File }, parent, put).Concat(Uses(pipeline, entry.Value, put(entry.Key), put))),
        ScalarNode { Type: not ScalarKind.Nothing } job => [Known(new ZuulUse(pipeline, put(job.Value), parent, job.File, job.At))],
        _ => [],
    };

    private ZuulUse Known(ZuulUse use)
    {
        if (use.Job == Nothing)
        {
            _notes.Approximated(use.File, use.At, use.Job, "a project without jobs in a pipeline passes it");
        }
        else
        {
            _jobs.Add(use.Job);
        }

        return use;
    }

    private static string Put(string job, MapNode use, string project) => use.Entries.Where(entry => entry.Key != "name").Aggregate(
        job.Replace("{name}", project.Split('/')[^1], StringComparison.Ordinal),
        (text, entry) => text.Replace($"{{{entry.Key}}}", (entry.Value as ScalarNode)?.Value ?? "", StringComparison.Ordinal));

    private static IEnumerable<MapNode> Maps(Node? list) => ((list as ListNode)?.Items ?? []).OfType<MapNode>();
}
