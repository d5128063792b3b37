using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>The site in force: projects, groups and pipelines with what follows from them.</summary>
internal sealed class Site
{
    private readonly Dictionary<ProjectName, ProjectPlan> _projects;

    public Site(SitePlan plan)
    {
        Plan = plan;
        Queues = RepoGroups.QueuesOf(plan);
        _projects = plan.Projects.ToDictionary(project => project.Name);
    }

    public SitePlan Plan { get; }

    public ImmutableArray<QueueRules> Queues { get; }

    public ImmutableArray<string> PipelineNames => [.. Plan.Pipelines.Select(pipeline => pipeline.Name)];

    public ProjectPlan? Find(ProjectName project) => _projects.GetValueOrDefault(project);

    public IEnumerable<ProjectPlan> ProjectsOf(string connection) => Plan.Projects.Where(project => project.Connection == connection);

    public IEnumerable<GroupPlan> GroupsOf(ProjectName project) => Plan.Groups.Where(group => group.Projects.Contains(project));

    /// <summary>The commit of a project in a state: on the change's branch where the project has one of that name, else on its default branch.</summary>
    /// <returns>The commit, or null when the project has neither.</returns>
    public string? CommitOf(ProjectName project, string branch, ImmutableSortedDictionary<ProjectBranch, string> commits) =>
        commits.GetValueOrDefault(new ProjectBranch(project, branch))
        ?? commits.GetValueOrDefault(new ProjectBranch(project, Find(project)?.DefaultBranch ?? branch));
}
