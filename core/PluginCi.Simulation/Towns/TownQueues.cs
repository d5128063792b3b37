using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The queues of a town, and which of them an event is for.</summary>
internal sealed class TownQueues(bool keepsJournals)
{
    private readonly List<TownQueue> _queues = [];
    private Dictionary<ProjectName, TownQueue> _byProject = [];

    /// <summary>Every queue that ever was, also those that have no projects any more.</summary>
    public IReadOnlyList<TownQueue> All => _queues;

    /// <summary>Takes over the queues of a site. The new ones are there at once; the others must be told.</summary>
    /// <returns>The queues that were there, each with the rules that it has from now on.</returns>
    public ImmutableArray<(TownQueue Queue, QueueRules Rules)> Change(TownLayout layout)
    {
        var rules = layout.Queues.ToDictionary(queue => queue.Name);
        var old = _queues.ToArray();
        var byProject = new Dictionary<ProjectName, TownQueue>();
        foreach (var one in layout.Queues)
        {
            var queue = _queues.Find(queue => queue.Name == one.Name);
            if (queue is null)
            {
                _queues.Add(queue = new TownQueue(one, keepsJournals));
            }

            foreach (var project in one.Projects.Keys)
            {
                byProject[project] = queue;
            }
        }

        _byProject = byProject;
        return [.. old.Select(queue => (queue, rules.GetValueOrDefault(queue.Name) ?? WithoutProjects(queue.Name, layout.Site)))];
    }

    public TownQueue? Find(ProjectName project) => _byProject.GetValueOrDefault(project);

    /// <summary>The queue of a change's project, and those that know the change because one of theirs needs it.</summary>
    public IEnumerable<TownQueue> Knowing(Change change)
    {
        var own = Find(change.Project);
        return _queues.Where(queue => queue == own || queue.State.Changes.ContainsKey(change.Id));
    }

    /// <summary>The queue of a branch's project, and those that tested something on it.</summary>
    public IEnumerable<TownQueue> Knowing(ProjectBranch branch)
    {
        var own = Find(branch.Project);
        return _queues.Where(queue => queue == own || queue.State.Tips.ContainsKey(branch));
    }

    private static QueueRules WithoutProjects(QueueName name, SitePlan site) => new()
    {
        Name = name,
        Projects = ImmutableSortedDictionary<ProjectName, ProjectPlan>.Empty,
        Pipelines = site.Pipelines,
    };
}
