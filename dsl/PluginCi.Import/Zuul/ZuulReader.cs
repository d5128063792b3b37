using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads a layout of Zuul 2: its projects, pipelines and queues. What jobs do is not in it.</summary>
internal sealed class ZuulReader(ImportInput input)
{
    // Jobs that Zuul itself, or a site, has only to have one.
    private const string Nothing = "noop";

    private readonly Notes _notes = new();
    private readonly Dictionary<string, MapNode> _templates = [];
    private readonly Dictionary<string, (ScalarNode At, string File)> _jobs = [];
    private readonly List<(Regex Name, string Queue)> _queueNames = [];
    private readonly SortedSet<string> _semaphores = new(StringComparer.Ordinal);

    /// <summary>Imports a layout.</summary>
    /// <param name="path">The file.</param>
    public ImportResult Read(string path)
    {
        var (text, problem) = input.Read(path);
        if (text is null)
        {
            return new ImportResult { Diagnostics = [problem!] };
        }

        var findings = new Findings(path);
        var root = YamlReader.Read(text, findings);
        if (root is null || !findings.InOrder().IsEmpty)
        {
            return new ImportResult { Diagnostics = findings.InOrder() };
        }

        var keys = new Keys(root, "", _notes);
        keys.NeedPerson("includes", "functions that set parameters of jobs belong into the scripts of these");
        var pipelines = new ZuulPipelines(_notes);
        pipelines.Read(keys.Take("pipelines"));
        ReadJobs(keys.Take("jobs"));
        foreach (var map in Maps(keys.Take("project-templates")))
        {
            _templates[map.Text("name") ?? ""] = map;
        }


        // One that stands there several times has the jobs of all its entries.
        var projects = Maps(keys.Take("projects")).Select(map => ReadProject(map, pipelines)).GroupBy(project => project.Name, project => project.Jobs)
            .Select(entries => (Name: entries.Key, Jobs: entries.SelectMany(jobs => jobs).Distinct().ToImmutableArray())).ToArray();
        keys.End();
        TellJobs();
        var queues = ZuulQueues.Find(
            projects.Select(project => (project.Name, project.Jobs.Where(job => pipelines.IsDependent(job.Pipeline) && job.Job != Nothing).Select(job => $"{job.Pipeline} {job.Job}"))).Where(entry => entry.Item2.Any()),
            job => _queueNames.FirstOrDefault(named => named.Name.IsMatch(job.Split(' ')[1])).Queue);
        return projects.Length == 0 ? new ImportResult { Notes = _notes.InOrder() } : Result(projects, queues, pipelines, Path.GetFileName(path));
    }

    private ImportResult Result((string Name, ImmutableArray<(string Pipeline, string Job)> Jobs)[] projects, ImmutableSortedDictionary<string, string> queues, ZuulPipelines pipelines, string origin)
    {
        var site = new FoundSite(
            [.. projects.Select(project => new FoundRepository(
                project.Name, queues.GetValueOrDefault(project.Name), [.. project.Jobs.Select(job => pipelines.StandInOf(job.Pipeline)).OfType<string>().Distinct()]))],
            pipelines.All,
            [.. _semaphores.Select(name => (name, 1))]);
        return new ImportResult
        {
            Notes = _notes.InOrder(),
            JobsFound = _jobs.Keys.Count(job => job != Nothing),
            Scripts = ImmutableSortedDictionary<string, string>.Empty.Add(ImportScripts.Site, SiteWriter.Write(site, origin)),
        };
    }

    private (string Name, ImmutableArray<(string Pipeline, string Job)> Jobs) ReadProject(MapNode map, ZuulPipelines pipelines)
    {
        var name = map.Text("name") ?? "";
        var keys = new Keys(map, name, _notes);
        keys.Take("name");
        keys.Approximate("merge-mode", "how changes are merged is a setting of the connection");
        var jobs = new List<(string Pipeline, string Job)>();
        foreach (var use in Maps(keys.Take("template")))
        {
            if (_templates.TryGetValue(use.Text("name") ?? "", out var template))
            {
                jobs.AddRange(template.Entries.Where(entry => pipelines.StandInOf(entry.Key) is not null).SelectMany(entry => Jobs(entry.Value).Select(job => (entry.Key, Put(job, use, name)))));
            }
            else
            {
                _notes.NeedsPerson(use.File, use.At, $"{name}.template", $"there is no template '{use.Text("name")}'");
            }
        }

        foreach (var entry in map.Entries.Where(entry => pipelines.StandInOf(entry.Key) is not null))
        {
            keys.Take(entry.Key);
            jobs.AddRange(Jobs(entry.Value).Select(job => (entry.Key, job)));
        }

        keys.End();
        return (name, [.. jobs]);
    }

    // A key of a tree comes before what is below it.
    private IEnumerable<string> Jobs(Node node) => node switch
    {
        ListNode list => list.Items.SelectMany(Jobs),
        MapNode map => map.Entries.SelectMany(entry => Jobs(new ScalarNode(entry.At, entry.Key, ScalarKind.Text) { File = entry.Value.File }).Concat(Jobs(entry.Value))),
        ScalarNode { Type: not ScalarKind.Nothing } job => [Known(job)],
        _ => [],
    };

    private string Known(ScalarNode job)
    {
        _jobs.TryAdd(job.Value, (job, job.File));
        return job.Value;
    }

    private static string Put(string job, MapNode use, string project) => use.Entries.Where(entry => entry.Key != "name").Aggregate(
        job.Replace("{name}", project.Split('/')[^1], StringComparison.Ordinal),
        (text, entry) => text.Replace($"{{{entry.Key}}}", (entry.Value as ScalarNode)?.Value ?? "", StringComparison.Ordinal));

    private void ReadJobs(Node? list)
    {
        foreach (var map in Maps(list))
        {
            var name = map.Text("name") ?? "";
            var keys = new Keys(map, name, _notes);
            keys.Take("name");
            if (keys.TakeText("queue-name") is { } queue)
            {
                NameQueue(keys, name, queue);
            }

            if (keys.TakeText("mutex") is { } mutex)
            {
                _semaphores.Add(mutex);
            }

            keys.NeedPerson("voting", "in the scripts: .NonVoting()");
            keys.NeedPerson("files", "in the scripts: .WhenChanged(…), which takes globs and no regular expressions");
            keys.NeedPerson("branch", "in the scripts: .Branches(…), which takes globs and no regular expressions");
            keys.NeedPerson("skip-if", "in the scripts: .Branches(…) and .Irrelevant(…)");
            keys.NeedPerson("hold-following-changes", "in the scripts: .HoldsFollowing()");
            keys.NeedPerson("parameter-function", "what it sets belongs into the scripts, as .Env(…)");
            foreach (var words in (string[])["success-message", "failure-message", "success-pattern", "failure-pattern", "tags"])
            {
                keys.Approximate(words, "reports have words and links of their own");
            }

            keys.End();
        }
    }

    // Patterns are Python's, of which not all are ours.
    private void NameQueue(Keys keys, string job, string queue)
    {
        try
        {
            _queueNames.Add((new Regex(job.StartsWith('^') ? job : $"^{Regex.Escape(job)}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), queue));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            keys.NeedPerson("queue-name", $"the pattern '{job}' cannot be read ({exception.Message.TrimEnd('.')}); name the queue '{queue}' by .Queue(…) of its repositories");
        }
    }

    private void TellJobs()
    {
        foreach (var (name, (at, file)) in _jobs)
        {
            if (name == Nothing)
            {
                _notes.Approximated(file, at.At, name, "a project without jobs in a pipeline passes it");
            }
            else if (ZuulRecipes.Find(name) is { } recipe)
            {
                _notes.NeedsPerson(file, at.At, name, $"what it does is in Jenkins. The recipe {recipe} does what its name says; write the projects' scripts by pluginci init, or `type:` in .pipeline/config.yaml");
            }
            else if (name.StartsWith("trigger-", StringComparison.Ordinal) && name.Contains("-pipeline-", StringComparison.Ordinal))
            {
                _notes.NeedsPerson(file, at.At, name, "what it does is in the project's .pipeline/config.yaml of PipelineLib; pluginci plan --config shows it");
            }
            else
            {
                _notes.NeedsPerson(file, at.At, name, "what it does is in Jenkins; no recipe has its name");
            }
        }
    }

    private static IEnumerable<MapNode> Maps(Node? list) => ((list as ListNode)?.Items ?? []).OfType<MapNode>();
}
