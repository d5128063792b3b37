using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads the files of Zuul 3 and later: of a repository, or of a site.</summary>
internal sealed class Zuul3Reader
{
    private readonly ImportInput _input;
    private readonly Notes _notes = new();
    private readonly Zuul3Files _files;
    private readonly ZuulPipelines _pipelines;
    private readonly Dictionary<string, FoundJob?> _found = [];
    private readonly HashSet<string> _jobs = [];
    private readonly Dictionary<string, string> _queues = [];

    public Zuul3Reader(ImportInput input)
    {
        _input = input;
        _files = new Zuul3Files(input, _notes);
        _pipelines = new ZuulPipelines(_notes);
    }

    /// <summary>Imports files.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="root">The folder of the repository.</param>
    /// <param name="project">The name that the repository has in the site.</param>
    public ImportResult Read(IEnumerable<string> paths, string root, string project)
    {
        foreach (var path in paths)
        {
            _files.Read(path);
        }

        if (!_files.Diagnostics.IsEmpty)
        {
            return new ImportResult { Diagnostics = _files.Diagnostics };
        }

        foreach (var pipeline in _files.Pipelines)
        {
            _pipelines.ReadOne(pipeline);
        }

        var library = new Zuul3Library(_files, _input, root, _notes);
        ZuulProject[] projects = [.. _files.Projects.Select(map => ReadProject(map, project)).OfType<ZuulProject>().GroupBy(one => one.Name)
            .Select(entries => new ZuulProject(entries.Key, [.. entries.SelectMany(entry => entry.Templates)], [.. entries.SelectMany(entry => entry.Uses)]))];
        var writer = new ZuulScripts((use, _) => Find(use, library), _pipelines, _notes);
        var isOne = projects is [{ Name: var only }] && only == project;
        var scripts = writer.Write(projects, "the configuration of Zuul", isOne);
        var cycles = ReadQueues();
        var semaphores = ReadSemaphores().ToDictionary(semaphore => semaphore.Name, semaphore => semaphore.Count);
        _jobs.UnionWith(library.Names);
        foreach (var name in library.Names.Where(name => !writer.Written.Contains(name) && !_found.Keys.Any(key => key.StartsWith(name + "\n", StringComparison.Ordinal))))
        {
            var map = _files.Find("job", name)!;
            _notes.NeedsPerson(map.File, map.At, name, "no project here runs it, and it is not in the scripts; other repositories may");
        }

        var result = new ImportResult { JobsFound = _jobs.Count };
        if (projects.Length == 0)
        {
            return result with { Notes = _notes.InOrder() };
        }

        var site = new FoundSite(
            [.. projects.Select(one => new FoundRepository(one.Name, _queues.GetValueOrDefault(one.Name), isOne ? [] : [.. one.Uses.Select(use => _pipelines.StandInOf(use.Pipeline)).OfType<string>().Distinct()]))],
            _pipelines.All.IsEmpty ? [Occasions.PipelineOf(Occasion.MergeRequest)] : _pipelines.All,
            [.. semaphores.Keys.Union(writer.Semaphores).Order(StringComparer.Ordinal).Select(name => (name, semaphores.GetValueOrDefault(name, 1)))])
        { CycleQueues = [.. cycles.Where(_queues.ContainsValue)] };
        return (result with { Notes = _notes.InOrder(), Scripts = scripts.Add(ImportScripts.Site, SiteWriter.Write(site, "the configuration of Zuul")) }).WithJobs(writer.Written);
    }

    private FoundJob? Find(ZuulUse use, Zuul3Library library)
    {
        var key = use.Variant is null ? $"{use.Job}\n" : $"{use.Job}\n{use.File}:{use.At.Line}:{use.At.Column}";
        if (!_found.TryGetValue(key, out var job))
        {
            _found[key] = job = library.Find(use);
        }

        return job;
    }

    private ZuulProject? ReadProject(MapNode map, string repository)
    {
        var name = map.Text("name") ?? repository;
        if (name.StartsWith('^'))
        {
            _notes.NeedsPerson(map.File, map.At, name, "projects by a pattern are not in the scripts; say it for each repository of site.csx");
            return null;
        }

        var keys = new Keys(map, name, _notes);
        keys.Take("name");
        keys.Approximate("description", "what it is for is not in the script");
        keys.Approximate("merge-mode", "how changes are merged is a setting of the connection");
        keys.NeedPerson("default-branch", "in site.csx: Repository(…).Branch(…)");
        keys.NeedPerson("vars", "variables go into .Env(…) of the jobs that read them");
        if (keys.TakeText("queue") is { } queue)
        {
            _queues[name] = queue;
        }

        var uses = new List<ZuulUse>();
        var templates = Values.Texts(keys.Take("templates"));
        foreach (var template in templates)
        {
            if (_files.Find("project-template", template) is { } known)
            {
                var inner = new Keys(known, template, _notes);
                inner.Take("name");
                inner.Approximate("description", "what it is for is not in the script");
                inner.NeedPerson("vars", "variables go into .Env(…) of the jobs that read them");
                uses.AddRange(ReadPipelines(inner, name));
                inner.End();
            }
            else
            {
                var at = map.Entries.First(entry => entry.Key == "templates").At;
                _notes.NeedsPerson(map.File, at, $"{name}.templates", $"the template '{template}' is not here; import its repository too");
            }
        }

        uses.AddRange(ReadPipelines(keys, name));
        keys.End();
        return new ZuulProject(name, templates, [.. uses]);
    }

    private List<ZuulUse> ReadPipelines(Keys keys, string project)
    {
        var uses = new List<ZuulUse>();
        foreach (var entry in keys.Map.Entries.Where(entry => entry.Value is MapNode pipeline && (pipeline.Has("jobs") || pipeline.Has("queue") || pipeline.Has("debug") || pipeline.Has("fail-fast"))))
        {
            keys.Take(entry.Key);
            var pipeline = new Keys((MapNode)entry.Value, $"{keys.Map.Text("name") ?? project}.{entry.Key}", _notes);
            _pipelines.AddUsual(entry.Key, entry.Value.File, entry.At);
            pipeline.Approximate("debug", "pluginci explain says why a job runs or does not");
            pipeline.NeedPerson("fail-fast", "in site.csx: .FailFast() of the pipeline, for all its projects");
            if (pipeline.TakeText("queue") is { } queue)
            {
                _queues[project] = queue;
            }

            uses.AddRange(((pipeline.Take("jobs") as ListNode)?.Items ?? []).Select(item => ReadUse(item, entry.Key)).OfType<ZuulUse>());
            pipeline.End();
        }

        return uses;
    }

    private ZuulUse? ReadUse(Node item, string pipeline)
    {
        var (name, variant) = item switch { ScalarNode text => (text.Value, null), MapNode { Entries: [var only] } => (only.Key, only.Value as MapNode), _ => ("", null) };
        if (name.Length == 0)
        {
            _notes.NeedsPerson(item.File, item.At, $"{pipeline}.jobs", "a job is a name, or a name with settings; this is left out");
            return null;
        }

        if (name == ZuulReader.Nothing)
        {
            _notes.Approximated(item.File, item.At, name, "a project without jobs in a pipeline passes it");
        }
        else
        {
            _jobs.Add(name);
        }

        return new ZuulUse(pipeline, name, null, item.File, item.At, variant);
    }

    private List<string> ReadQueues()
    {
        var cycles = new List<string>();
        foreach (var map in _files.All("queue"))
        {
            var keys = new Keys(map, map.Text("name") ?? "", _notes);
            keys.Take("name");
            keys.Approximate("description", "what it is for is not in the script");
            keys.NeedPerson("per-branch", "a queue is of all branches; .Overtaking() lets changes pass that cannot see each other");
            keys.Approximate("dependencies-by-topic", "in site.csx: .Topics() of the queue");
            if ((keys.Take("allow-circular-dependencies") as ScalarNode)?.IsOn is true)
            {
                cycles.Add(map.Text("name") ?? "");
            }

            keys.End();
        }

        return cycles;
    }

    private List<(string Name, int Count)> ReadSemaphores()
    {
        var all = new List<(string Name, int Count)>();
        foreach (var map in _files.All("semaphore"))
        {
            var keys = new Keys(map, map.Text("name") ?? "", _notes);
            keys.Take("name");
            var most = keys.Take("max") is ScalarNode { Type: ScalarKind.Number, Whole: > 0 and < 1000 and var count } ? (int)count : 1;
            all.Add((map.Text("name") ?? "", most));
            keys.End();
        }

        return all;
    }
}
