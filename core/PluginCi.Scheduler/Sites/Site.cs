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

    /// <summary>The pipelines that a project takes part in.</summary>
    public ImmutableArray<string> PipelinesOf(ProjectName project) => Find(project) is { Pipelines.IsEmpty: false } plan ? plan.Pipelines : PipelineNames;

    public ProjectPlan? Find(ProjectName project) => _projects.GetValueOrDefault(project);

    public IEnumerable<ProjectPlan> ProjectsOf(string connection) => Plan.Projects.Where(project => project.Connection == connection);

    public IEnumerable<GroupPlan> GroupsOf(ProjectName project) => Plan.Groups.Where(group => group.Projects.Contains(project));

    /// <summary>The connection that holds a project; <c>git</c> for one that the site does not know.</summary>
    public string ConnectionOf(ProjectName project) => Find(project)?.Connection ?? "git";

    /// <summary>The projects whose jobs run for changes of a project before they are merged, also through others, each once.</summary>
    public IReadOnlyList<ProjectName> BuiltFromBeforeMerge(ProjectName project)
    {
        var found = new List<ProjectName> { project };
        for (var index = 0; index < found.Count; index++)
        {
            var earlier = found[index];
            found.AddRange([.. Plan.Projects
                .Where(later => later.BuildsAfter.Any(after => after.BeforeMerge && after.Project == earlier))
                .Select(later => later.Name)
                .Except(found)]);
        }

        return found[1..];
    }

    /// <summary>The branch of a project in a state: the one of the change's branch's name where the project has it, else its default branch.</summary>
    /// <returns>The branch, or null when the project has neither.</returns>
    public ProjectBranch? BranchOf(ProjectName project, string branch, ImmutableSortedDictionary<ProjectBranch, string> commits)
    {
        var same = new ProjectBranch(project, branch);
        var usual = new ProjectBranch(project, Find(project)?.DefaultBranch ?? branch);
        return commits.ContainsKey(same) ? same : commits.ContainsKey(usual) ? usual : null;
    }

    /// <summary>The commit of a project in a state, on the branch that <see cref="BranchOf"/> gives.</summary>
    /// <returns>The commit, or null when the project has neither branch.</returns>
    public string? CommitOf(ProjectName project, string branch, ImmutableSortedDictionary<ProjectBranch, string> commits) =>
        BranchOf(project, branch, commits) is { } found ? commits[found] : null;
}
