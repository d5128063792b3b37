using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What a project's script comes to under a site: with the site's templates, policies and enforced jobs.</summary>
internal sealed class ProjectPlans(IScripts scripts)
{
    /// <summary>Makes the jobs of a project in a pipeline.</summary>
    /// <param name="site">The site.</param>
    /// <param name="target">The project and its branch.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="files">The scripts of the state.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The jobs, and what is wrong: when there is anything, the jobs must not run.</returns>
    public async Task<(ImmutableArray<JobPlan> Jobs, ImmutableArray<Diagnostic> Errors)> MakeAsync(
        Site site, ProjectBranch target, string pipeline, ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken)
    {
        var project = site.Find(target.Project) ?? new ProjectPlan(target.Project);
        if (PipelineFiles.FindEntry(files.ContainsKey) is null)
        {
            return project.Templates.IsEmpty
                ? ([], [Error("PCI2902", $"{target.Project} has no {PipelineFiles.Script} on {target.Branch}, so nothing would test it; add one with `pluginci init`, `pluginci plan` shows what it means.")])
                : WithSecrets(site, target.Project, ProjectJobs.Make(site.Plan, project, null, []));
        }

        var (own, found) = await scripts.EvaluateProjectAsync(files.Remove(PipelineFiles.Site), site.PipelineNames, cancellationToken);
        if (own is null)
        {
            return ([], [.. found.Where(IsError)]);
        }

        var (held, troubles) = ProjectJobs.CaseOf(site.Plan, target.Project, target.Branch, pipeline, own) is { } judged
            ? await scripts.JudgeAsync(judged, cancellationToken)
            : ([], []);
        var (jobs, errors) = WithSecrets(site, target.Project, ProjectJobs.Make(site.Plan, project, own, held));
        return (jobs, [.. troubles.Where(IsError), .. errors, .. UnknownSemaphores(site, target.Project, own)]);
    }

    private static IEnumerable<Diagnostic> UnknownSemaphores(Site site, ProjectName project, Plan own) =>
        from job in own.Jobs
        from name in job.Semaphores
        where !site.Plan.Semaphores.ContainsKey(name)
        select Error("PCI2904", $"job '{job.Name}' of {project} holds semaphore '{name}', which the site does not have. Known semaphores: {string.Join(", ", site.Plan.Semaphores.Keys)}.");

    // Before it is merged: also for the pipelines that it runs in only then.
    private static (ImmutableArray<JobPlan> Jobs, ImmutableArray<Diagnostic> Errors) WithSecrets(Site site, ProjectName project, (ImmutableArray<JobPlan> Jobs, ImmutableArray<Diagnostic> Errors) made)
    {
        var refused =
            from job in made.Jobs
            from pipeline in job.IsRelease ? Releases.PipelinesOf(site.Plan).Intersect(site.PipelinesOf(project)) : job.Pipelines.IsEmpty ? site.PipelineNames : job.Pipelines
            select SecretGrants.FindObstacle(site.Plan, job, job.Repositories.IsEmpty ? [project] : job.Repositories, pipeline) is { } obstacle ? Places.ErrorAt(job.DeclaredAt, "PCI2905", obstacle) : null;
        return (made.Jobs, [.. made.Errors, .. refused.OfType<Diagnostic>().Distinct()]);
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static Diagnostic Error(string id, string text) => new(PipelineFiles.Script, 0, 0, DiagnosticSeverity.Error, id, text);
}
