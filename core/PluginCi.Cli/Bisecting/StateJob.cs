using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>A job as a state has it.</summary>
/// <param name="Jobs">What to run in this order: the jobs that it needs, and it itself last.</param>
/// <param name="Project">The project whose checkout it starts in; null for the job of a group.</param>
internal sealed record StateJob(IReadOnlyList<JobPlan> Jobs, ProjectName? Project)
{
    /// <summary>The projects to check out for one of the jobs.</summary>
    public IReadOnlyList<ProjectName> RepositoriesOf(JobPlan job) => job.Repositories.IsEmpty && Project is { } own ? [own] : job.Repositories;
}
