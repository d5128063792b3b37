using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>Finds a job in states: in the site for the job of a group, else in the script of a project at that very state.</summary>
internal sealed class StateJobs(BisectRange range, BisectRepositories repositories, ScriptEvaluator evaluator)
{
    /// <summary>Says whose job it is, by the state that is thought to be bad.</summary>
    /// <returns>The project; null for the job of a group.</returns>
    /// <exception cref="BisectException">Nobody or more than one project has such a job.</exception>
    public async Task<ProjectName?> FindOwnerAsync(string job, string? project, CancellationToken cancellationToken)
    {
        if (project is null && GroupPlan(job) is not null)
        {
            return null;
        }

        var known = new List<string>();
        var owners = new List<ProjectName>();
        foreach (var name in range.Objects.Keys.Where(name => project is null || name.Value == project).OrderBy(name => name.Value, StringComparer.Ordinal))
        {
            var (plan, _) = await EvaluateAsync(name, range.States[^1], cancellationToken);
            known.AddRange(plan?.Jobs.Select(one => one.Name) ?? []);
            if (plan?.Jobs.Any(one => one.Name == job) == true)
            {
                owners.Add(name);
            }
        }

        return owners switch
        {
            [var one] => one,
            [] => throw new BisectException($"There is no job '{job}' at the bad state {range.States[^1].Name}. Known jobs: {string.Join(", ", known.Distinct())}."),
            _ => throw new BisectException($"Several projects have a job '{job}'; name one with --project: {string.Join(", ", owners)}."),
        };
    }

    /// <returns>The job, or null with one sentence when the state has none that could run.</returns>
    public async Task<(StateJob? Job, string Trouble)> FindAsync(string job, ProjectName? owner, BisectState state, CancellationToken cancellationToken)
    {
        if (owner is not { } project)
        {
            return (new StateJob(InOrder(GroupPlan(job)!, job), null), "");
        }

        var (plan, trouble) = await EvaluateAsync(project, state, cancellationToken);
        return plan is null ? (null, trouble)
            : plan.Jobs.Any(one => one.Name == job) ? (new StateJob(InOrder(plan, job), project), "")
            : (null, $"{project} has no job '{job}' there");
    }

    private Plan? GroupPlan(string job) =>
        range.Site?.Groups.FirstOrDefault(group => group.Jobs.Any(one => one.Name == job)) is { } group ? new Plan { Jobs = group.Jobs } : null;

    private async Task<(Plan? Plan, string Trouble)> EvaluateAsync(ProjectName project, BisectState state, CancellationToken cancellationToken)
    {
        if (range.BranchOf(project, state) is not { } branch)
        {
            return (null, $"{project} has no branch there");
        }

        var files = repositories.ReadScripts(project, state.Commits[branch]);
        if (PipelineFiles.FindEntry(files.ContainsKey) is not { } entry)
        {
            return (null, $"{project} has no {PipelineFiles.Script} and no {PipelineFiles.Declared} there");
        }

        var evaluation = await evaluator.EvaluateProjectAsync(new ScriptSource(entry, files), range.Pipelines, cancellationToken);
        return (evaluation.Value, evaluation.Value is null ? string.Join(' ', evaluation.Diagnostics) : "");
    }

    // A job of a group may need jobs of the projects; those have no part in a state that is merged.
    private static IReadOnlyList<JobPlan> InOrder(Plan plan, string job) => RunCommand.InOrder(
        plan with { Jobs = [.. plan.Jobs.Select(one => one with { Needs = [.. one.Needs.Where(need => plan.Jobs.Any(other => other.Name == need))] })] },
        [job]);
}
