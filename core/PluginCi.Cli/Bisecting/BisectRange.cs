using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>The states between a good and a bad one, and where their files are.</summary>
/// <param name="States">The states in the order they came about; the first is thought to be good, the last bad.</param>
/// <param name="Objects">The folder of each project's git objects.</param>
/// <param name="Site">The site of a server's states; null for those of a single repository.</param>
internal sealed record BisectRange(IReadOnlyList<BisectState> States, ImmutableDictionary<ProjectName, string> Objects, SitePlan? Site)
{
    public ImmutableArray<string> Pipelines => Site is null ? [.. PlanCommand.UsualPipelines] : [.. Site.Pipelines.Select(pipeline => pipeline.Name)];

    /// <summary>The branch of a project that counts: its default branch where the state has it.</summary>
    public ProjectBranch? BranchOf(ProjectName project, BisectState state)
    {
        var usual = Site?.Projects.FirstOrDefault(plan => plan.Name == project)?.DefaultBranch;
        return state.Commits.Keys
            .Where(branch => branch.Project == project)
            .OrderBy(branch => branch.Branch != usual)
            .Select(branch => (ProjectBranch?)branch)
            .FirstOrDefault();
    }
}
