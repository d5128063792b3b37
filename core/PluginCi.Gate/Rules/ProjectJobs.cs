using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>
/// The jobs that a project runs: those of its script as the site's policies leave them, those of the templates it uses, and those that the site enforces. Whatever a repository
/// says, the enforced ones are among them as the site wrote them, and no other has the name of one.
/// </summary>
public static class ProjectJobs
{
    /// <summary>The policies that must be asked about the jobs of a project's script.</summary>
    /// <param name="site">The site.</param>
    /// <param name="project">The project.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="own">What the project's script came to.</param>
    /// <returns>What to ask, or null when no policy needs to be asked.</returns>
    public static PolicyCase? CaseOf(SitePlan site, ProjectName project, string branch, string pipeline, Plan own)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(own);
        ImmutableArray<PolicyPlan> asked = [.. site.Policies.Where(policy => policy.When is not null && IsFor(policy.Projects, project))];
        ImmutableArray<JobPlan> running = [.. own.Jobs.Where(job => job.Pipelines.IsEmpty || job.Pipelines.Contains(pipeline))];
        return asked.IsEmpty || running.IsEmpty ? null : new PolicyCase(project, branch, pipeline, running, asked);
    }

    /// <summary>Makes the jobs.</summary>
    /// <param name="site">The site.</param>
    /// <param name="project">The project.</param>
    /// <param name="own">What the project's script came to; null for one without a script.</param>
    /// <param name="held">The answers to <see cref="CaseOf"/>.</param>
    /// <returns>The jobs, in the order of the script, of the templates and of the site; and what is wrong, and then they must not run.</returns>
    public static (ImmutableArray<JobPlan> Jobs, ImmutableArray<Diagnostic> Errors) Make(SitePlan site, ProjectPlan project, Plan? own, ImmutableArray<PolicyMatch> held)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(project);
        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        ImmutableArray<JobPlan> scripted = [.. (own?.Jobs ?? []).Select(job => UnderPolicies(site, project.Name, job, held, errors))];
        var shared = TemplatesOf(site, project, own, errors).SelectMany(template => template.Jobs).ToArray();
        var enforced = site.Enforced.Where(enforced => IsFor(enforced.Projects, project.Name)).SelectMany(enforced => enforced.Jobs).ToArray();
        ImmutableArray<JobPlan> jobs = [.. scripted, .. shared, .. enforced];
        var groups = site.Groups.Where(group => group.Projects.Contains(project.Name)).ToArray();
        errors.AddRange(SameNames(jobs, enforced, "PCI2401", "the site, which enforces it"));
        errors.AddRange(SameNames(jobs, shared, "PCI2401", "a template that the project uses"));
        errors.AddRange(jobs.Select(job => Releases.FindObstacle(site, job, project.Name) is { } obstacle ? Places.ErrorAt(job.DeclaredAt, obstacle.Id, obstacle.Text) : null).OfType<Diagnostic>());
        errors.AddRange(groups.SelectMany(group => SameNames(jobs, group.Jobs, "PCI2901", $"group '{group.Name}'")));
        return (jobs, errors.ToImmutable());
    }

    private static bool IsFor(ImmutableArray<string> globs, ProjectName project) => globs.IsEmpty || globs.Any(glob => Glob.IsMatch(glob, project.Value));

    private static IEnumerable<TemplatePlan> TemplatesOf(SitePlan site, ProjectPlan project, Plan? own, ImmutableArray<Diagnostic>.Builder errors)
    {
        foreach (var name in project.Templates.Union(own?.Templates ?? []))
        {
            if (site.Templates.FirstOrDefault(template => template.Name == name) is { } template)
            {
                yield return template;
                continue;
            }

            var known = site.Templates.IsEmpty ? "The site has none." : $"Known templates: {string.Join(", ", site.Templates.Select(template => template.Name))}.";
            errors.Add(Places.ErrorAt(PipelineFiles.Script, "PCI2402", $"{project.Name} uses template '{name}', which the site does not have. {known}"));
        }
    }

    // People tell jobs apart by their names, and not by their case.
    private static IEnumerable<Diagnostic> SameNames(ImmutableArray<JobPlan> jobs, IEnumerable<JobPlan> taken, string id, string whose) =>
        from other in taken
        from job in jobs.Where(job => !ReferenceEquals(job, other) && string.Equals(job.Name, other.Name, StringComparison.OrdinalIgnoreCase)).Take(1)
        select Places.ErrorAt(job.DeclaredAt, id, $"job '{job.Name}' has the name of a job of {whose} ({other.DeclaredAt}); rename it, or take it away.");

    private static JobPlan UnderPolicies(SitePlan site, ProjectName project, JobPlan job, ImmutableArray<PolicyMatch> held, ImmutableArray<Diagnostic>.Builder errors)
    {
        foreach (var policy in site.Policies.Where(policy => IsFor(policy.Projects, project) && (policy.When is null || held.Contains(new PolicyMatch(policy.Name, job.Name)))))
        {
            if (policy.Refusal is { } why)
            {
                errors.Add(Refused(job, policy, "PCI2411", $"job '{job.Name}' is not allowed here: {why.TrimEnd('.')}"));
            }

            job = PolicyBounds.Apply(policy, job, (id, text) => errors.Add(Refused(job, policy, id, text)));
        }

        return job;
    }

    private static Diagnostic Refused(JobPlan job, PolicyPlan policy, string id, string text) =>
        Places.ErrorAt(job.DeclaredAt, id, $"{text}. That is policy '{policy.Name}' of the site ({policy.DeclaredAt}).");
}
