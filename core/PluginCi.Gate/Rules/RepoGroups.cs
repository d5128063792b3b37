using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Finds which projects must queue together: those that share a repo group, transitively.</summary>
public static class RepoGroups
{
    /// <summary>The queues of a site: the connected components of its projects under its groups.</summary>
    /// <param name="site">The site.</param>
    /// <returns>The queues, in the order of their first projects. Each project is in exactly one; a project without groups has a queue of its own name,
    /// others have the name of the first of their groups in the site.</returns>
    public static ImmutableArray<QueueRules> QueuesOf(SitePlan site)
    {
        ArgumentNullException.ThrowIfNull(site);
        var root = site.Projects.ToDictionary(project => project.Name, project => project.Name);
        foreach (var group in site.Groups)
        {
            foreach (var member in group.Projects.Skip(1))
            {
                root[Find(root, member)] = Find(root, group.Projects[0]);
            }
        }

        return
        [
            .. site.Projects
                .GroupBy(project => Find(root, project.Name))
                .Select(members => new QueueRules
                {
                    Name = NameOf(site, [.. members.Select(member => member.Name)]),
                    Projects = [.. members.Select(member => member.Name)],
                    Pipelines = site.Pipelines,
                }),
        ];
    }

    private static ProjectName Find(Dictionary<ProjectName, ProjectName> root, ProjectName project)
    {
        while (root[project] != project)
        {
            project = root[project] = root[root[project]];
        }

        return project;
    }

    private static QueueName NameOf(SitePlan site, ImmutableArray<ProjectName> members)
    {
        var group = site.Groups.FirstOrDefault(candidate => candidate.Projects.Any(members.Contains));
        return new QueueName(group?.Name ?? members[0].Value);
    }
}
