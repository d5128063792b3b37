using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Turns a layout as it is written into what a town is made of.</summary>
/// <param name="draft">The layout.</param>
/// <param name="earlier">The names of the layouts before it: what was there and is gone may still be listed, and is passed over.</param>
internal sealed class LayoutReader(LayoutDraft draft, LayoutNames earlier)
{
    // The plan of a project takes an empty list for all pipelines; "none" is a name that no pipeline has.
    private static readonly ImmutableArray<string> NoPipeline = [""];

    private static readonly string[] KeysOfNeeds = ["needs", "soft"];

    private readonly ImmutableArray<string> _pipelines = draft.Names("pipelines");
    private readonly Dictionary<string, JobPlan> _jobs = draft.Entries("jobs")
        .ToDictionary(entry => entry.Key.AsText(), entry => JobReader.Read(entry.Key.AsText(), entry.Value.AsMapOrNothing()));

    public (TownLayout Layout, LayoutNames Names) Read()
    {
        var groups = draft.Entries("groups").Select(entry => ReadGroup(entry.Key.AsText(), entry.Value.AsMap())).ToImmutableArray();
        var listed = draft.Entries("projects").Select(entry => ReadProject(entry.Key.AsText(), entry.Value.AsMapOrNothing(), groups)).ToArray();
        var others = groups.SelectMany(group => group.Projects)
            .Distinct()
            .Except(listed.Select(one => one.Project.Name))
            .Select(name => (Project: MakeProject(name, null, [], groups), Plan: new Plan { Jobs = [] }));
        (ProjectPlan Project, Plan Plan)[] projects = [.. listed, .. others];
        RefuseUnknownNeeds();
        var known = earlier.Pipelines.Union(_pipelines).ToArray();
        var site = new SitePlan
        {
            Projects = [.. projects.Select(one => one.Project)],
            Groups = groups,
            Semaphores = draft.Entries("semaphores").ToImmutableSortedDictionary(entry => entry.Key.AsText(), entry => entry.Value.AsInt(1)),
            Queues = [.. draft.Entries("queues").Select(entry => ReadQueue(entry.Key.AsText(), entry.Value.AsMapOrNothing()))],
            Freezes = [.. draft.Entries("freezes").Select(entry => FreezeReader.Read(entry.Key.AsText(), entry.Value.AsMapOrNothing()))],
            ReusesResults = draft.Find("reuse-results")?.AsBool() ?? false,
            Pipelines = [.. draft.Entries("pipelines").Select(entry => PipelineReader.Read(entry.Key.AsText(), entry.Value.AsMap(), known))],
        };
        var layout = new TownLayout(site, projects.ToImmutableSortedDictionary(one => one.Project.Name, one => one.Plan));
        var names = new LayoutNames(
            _pipelines,
            [.. _jobs.Keys],
            [.. projects.Select(one => one.Project.Name.Value)],
            draft.Names("groups"),
            [.. layout.Queues.Select(queue => queue.Name.Value)]);
        return (layout, earlier.With(names));
    }

    private void RefuseUnknownNeeds()
    {
        string[] known = [.. earlier.Jobs.Union(_jobs.Keys)];
        foreach (var (_, value) in draft.Entries("jobs"))
        {
            foreach (var need in KeysOfNeeds.SelectMany(key => value.AsMapOrNothing().Find(key)?.AsEntries() ?? []))
            {
                need.AsName("job", known);
            }
        }
    }

    private (ProjectPlan Project, Plan Plan) ReadProject(string name, YamlMap map, ImmutableArray<GroupPlan> groups)
    {
        var lists = ReadJobLists(map, "a project", ["queue"]);
        var project = MakeProject(new ProjectName(name), map.Find("queue")?.AsText(), lists.Select(list => list.Pipeline), groups);
        return (project, new Plan { Jobs = JobsOf(lists, []) });
    }

    private ProjectPlan MakeProject(ProjectName name, string? queue, IEnumerable<string> pipelines, ImmutableArray<GroupPlan> groups)
    {
        var ofGroups = groups.Where(group => group.Projects.Contains(name)).SelectMany(group => PipelinesOf(group.Name));
        var all = pipelines.Concat(ofGroups).ToHashSet();
        return new ProjectPlan(name, DefaultBranch: Town.DefaultBranch)
        {
            Queue = queue,
            Pipelines = all.Count == 0 ? NoPipeline : [.. _pipelines.Where(all.Contains)],
        };
    }

    private IEnumerable<string> PipelinesOf(string group) =>
        draft.Entries("groups").First(entry => entry.Key.AsText() == group).Value.AsMap().Entries.Select(entry => entry.Key.AsText()).Where(key => _pipelines.Contains(key));

    private GroupPlan ReadGroup(string name, YamlMap map)
    {
        var lists = ReadJobLists(map, "a group", ["projects"]);
        ImmutableArray<ProjectName> projects = [.. map.Require("a group", "projects").AsTexts().Select(project => new ProjectName(project)).Distinct()];
        return projects.IsEmpty
            ? throw map.Require("a group", "projects").Bad("one project or more")
            : new GroupPlan(name, projects, JobsOf(lists, projects));
    }

    // Every key but a few is the name of a pipeline and holds the jobs that run in it.
    private List<(string Pipeline, ImmutableArray<string> Jobs)> ReadJobLists(YamlMap map, string what, string[] others)
    {
        map.AllowOnly(what, [.. others, .. earlier.Pipelines.Union(_pipelines)]);
        var lists = new List<(string, ImmutableArray<string>)>();
        foreach (var (key, value) in map.Entries.Where(entry => !others.Contains(entry.Key.AsText())))
        {
            ImmutableArray<string> jobs = [.. value.AsTexts().Distinct()];
            if (_pipelines.Contains(key.AsText()))
            {
                lists.Add((key.AsText(), jobs));
                AddListed(jobs);
            }
        }

        return lists;
    }

    // A job that is listed and has nothing else to say need not be defined.
    private void AddListed(ImmutableArray<string> jobs)
    {
        foreach (var name in jobs.Where(name => !_jobs.ContainsKey(name)))
        {
            _jobs.Add(name, JobReader.Plain(name));
        }
    }

    private ImmutableArray<JobPlan> JobsOf(List<(string Pipeline, ImmutableArray<string> Jobs)> lists, ImmutableArray<ProjectName> repositories) =>
    [
        .. lists.SelectMany(list => list.Jobs).Distinct().Select(name => _jobs[name] with
        {
            Pipelines = [.. lists.Where(list => list.Jobs.Contains(name)).Select(list => list.Pipeline)],
            Repositories = _jobs[name].Repositories.IsEmpty ? repositories : _jobs[name].Repositories,
        }),
    ];

    private static QueuePlan ReadQueue(string name, YamlMap map)
    {
        map.AllowOnly("a queue", "cycles", "topics", "overtaking");
        return new QueuePlan(name, map.Find("cycles")?.AsBool() ?? false, map.Find("topics")?.AsBool() ?? false, map.Find("overtaking")?.AsBool() ?? false);
    }
}
