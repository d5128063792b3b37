using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>What a town is made of: its site, and the jobs that each project's script would give.</summary>
/// <param name="Site">The site.</param>
/// <param name="Plans">The jobs of the projects; one that is absent has none.</param>
internal sealed record TownLayout(SitePlan Site, ImmutableSortedDictionary<ProjectName, Plan> Plans)
{
    /// <summary>The queues of the site.</summary>
    public ImmutableArray<QueueRules> Queues { get; } = RepoGroups.QueuesOf(Site);

    /// <summary>The jobs of a project and of every group it is in, each with its group.</summary>
    public IEnumerable<(JobPlan Job, GroupPlan? Group)> JobsOf(ProjectName project)
    {
        foreach (var job in Plans.GetValueOrDefault(project)?.Jobs ?? [])
        {
            yield return (job, null);
        }

        foreach (var group in Site.Groups.Where(group => group.Projects.Contains(project)))
        {
            foreach (var job in group.Jobs)
            {
                yield return (job, group);
            }
        }
    }
}
