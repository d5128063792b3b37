using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Finds which projects must queue together: those that share a repo group, a queue name, or are built after each other before a merge.</summary>
public static class RepoGroups
{
    /// <summary>The queues of a site: the connected components of its projects.</summary>
    /// <param name="site">The site.</param>
    /// <returns>The queues, in the order of their first projects. Each project is in exactly one. A queue has the name its projects give it; else the name
    /// of the first of their groups in the site; else that of its first project.</returns>
    public static ImmutableArray<QueueRules> QueuesOf(SitePlan site)
    {
        ArgumentNullException.ThrowIfNull(site);
        var root = site.Projects.ToDictionary(project => project.Name, project => project.Name);
        foreach (var (first, other) in Ties(site))
        {
            root[Find(root, other)] = Find(root, first);
        }

        var builtAfter = BuiltAfter(site);
        return
        [
            .. site.Projects
                .GroupBy(project => Find(root, project.Name))
                .Select(members => RulesOf(site, [.. members], builtAfter)),
        ];
    }

    private static IEnumerable<(ProjectName First, ProjectName Other)> Ties(SitePlan site)
    {
        foreach (var group in site.Groups)
        {
            foreach (var member in group.Projects.Skip(1))
            {
                yield return (group.Projects[0], member);
            }
        }

        foreach (var shared in site.Projects.Where(project => project.Queue is not null).GroupBy(project => project.Queue))
        {
            foreach (var member in shared.Skip(1))
            {
                yield return (shared.First().Name, member.Name);
            }
        }

        foreach (var project in site.Projects)
        {
            foreach (var earlier in project.BuildsAfter.Where(earlier => earlier.BeforeMerge))
            {
                yield return (earlier.Project, project.Name);
            }
        }
    }

    private static QueueRules RulesOf(SitePlan site, ImmutableArray<ProjectPlan> members, ILookup<ProjectName, ProjectName> builtAfter)
    {
        var names = members.Select(member => member.Name).ToHashSet();
        var groups = site.Groups.Where(group => group.Projects.Any(names.Contains)).ToArray();
        var name = members.FirstOrDefault(member => member.Queue is not null)?.Queue ?? groups.FirstOrDefault()?.Name ?? members[0].Name.Value;
        var plan = site.Queues.FirstOrDefault(queue => queue.Name == name) ?? new QueuePlan(name);
        return new QueueRules
        {
            Name = new QueueName(name),
            Projects = members.ToImmutableSortedDictionary(member => member.Name, member => member),
            Pipelines = site.Pipelines,
            Groups = groups.ToImmutableSortedDictionary(group => group.Name, group => group.Projects),
            Freezes = [.. site.Freezes.Where(freeze => members.Any(member => Freeze.IsAbout(freeze.Projects, member)))],
            BuiltAfter = Reached(names, builtAfter)
                .Where(builtAfter.Contains)
                .ToImmutableSortedDictionary(earlier => earlier, earlier => builtAfter[earlier].ToImmutableArray()),
            AllowsCycles = plan.AllowsCycles,
            AllowsOvertaking = plan.AllowsOvertaking && site.ReusesResults,
            UsesTopics = plan.UsesTopics,
            ReusesResults = site.ReusesResults,
        };
    }

    private static ILookup<ProjectName, ProjectName> BuiltAfter(SitePlan site) => site.Projects
        .SelectMany(project => project.BuildsAfter, (project, earlier) => (Earlier: earlier.Project, Later: project.Name))
        .ToLookup(pair => pair.Earlier, pair => pair.Later);

    private static List<ProjectName> Reached(IEnumerable<ProjectName> names, ILookup<ProjectName, ProjectName> builtAfter)
    {
        var reached = names.ToList();
        var seen = reached.ToHashSet();
        for (var index = 0; index < reached.Count; index++)
        {
            reached.AddRange(builtAfter[reached[index]].Where(seen.Add));
        }

        return reached;
    }

    private static ProjectName Find(Dictionary<ProjectName, ProjectName> root, ProjectName project)
    {
        while (root[project] != project)
        {
            project = root[project] = root[root[project]];
        }

        return project;
    }
}
