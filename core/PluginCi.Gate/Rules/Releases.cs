using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Which jobs of the stages Promote and Deploy run, where, and after which others. See docs/adr/0035.</summary>
public static class Releases
{
    /// <summary>Whether jobs of these stages run for what is tested: only for the default branch of a project that the site names, because it moved. Never for a change.</summary>
    /// <param name="site">The site.</param>
    /// <param name="project">The project whose jobs they are.</param>
    /// <param name="tested">The branch or tag that is tested; null for changes.</param>
    /// <returns>Whether they run.</returns>
    public static bool AreOf(SitePlan site, ProjectName project, RefUpdate? tested)
    {
        ArgumentNullException.ThrowIfNull(site);
        return tested is { Cause: Trigger.RefUpdated } && tested.Project == project
            && site.Projects.FirstOrDefault(known => known.Name == project) is { IsSelfServed: false } plan && plan.DefaultBranch == tested.Name;
    }

    /// <summary>What is left of a project's jobs where none of these stages runs: neither those, nor what needs one of them.</summary>
    /// <param name="jobs">The project's jobs.</param>
    /// <returns>The others, in their order.</returns>
    public static ImmutableArray<JobPlan> Without(ImmutableArray<JobPlan> jobs)
    {
        var gone = jobs.Where(job => job.IsRelease).Select(job => job.Name).ToHashSet(StringComparer.Ordinal);
        while (jobs.FirstOrDefault(job => !gone.Contains(job.Name) && job.Needs.Any(gone.Contains)) is { } next)
        {
            gone.Add(next.Name);
        }

        return [.. jobs.Where(job => !gone.Contains(job.Name))];
    }

    /// <summary>The pipelines that they run in.</summary>
    /// <param name="site">The site.</param>
    /// <returns>Their names.</returns>
    public static ImmutableArray<string> PipelinesOf(SitePlan site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return [.. site.Pipelines.Where(pipeline => pipeline.On.Contains(Trigger.RefUpdated)).Select(pipeline => pipeline.Name)];
    }

    /// <summary>The environment of a job.</summary>
    /// <param name="site">The site.</param>
    /// <param name="job">A job of one of these stages.</param>
    /// <returns>The environment, or null when the site has none of its name.</returns>
    public static ReleaseEnvironmentPlan? EnvironmentOf(SitePlan site, JobPlan job)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(job);
        return site.Environments.FirstOrDefault(environment => environment.Name == job.ReleasesTo);
    }

    /// <summary>What keeps a project from promoting or deploying to the environment that a job names.</summary>
    /// <param name="site">The site.</param>
    /// <param name="job">The job.</param>
    /// <param name="project">The project.</param>
    /// <returns>The diagnostic's id and a sentence that says what to do; null when nothing does, or when the job neither promotes nor deploys.</returns>
    public static (string Id, string Text)? FindObstacle(SitePlan site, JobPlan job, ProjectName project)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(job);
        if (!job.IsRelease)
        {
            return null;
        }

        var verb = job.Stage == Stage.Promote ? "promotes" : "deploys";
        if (EnvironmentOf(site, job) is not { } environment)
        {
            var known = site.Environments.IsEmpty ? "The site has none" : $"Known environments: {string.Join(", ", site.Environments.Select(one => one.Name))}";
            return ("PCI2464", $"job '{job.Name}' {verb} to '{job.ReleasesTo}', which is no environment of the site. {known}; add Environment(\"{job.ReleasesTo}\").For(\"{project}\") to Site(…), or correct the name.");
        }

        if (site.Projects.FirstOrDefault(known => known.Name == project) is not { IsSelfServed: false })
        {
            return ("PCI2465", $"job '{job.Name}' {verb} to '{environment.Name}', and {project} is in the site by a pattern only, so that it never does. Those who keep the site can name it by Repository(\"{project}\") in site.csx.");
        }

        return environment.Projects.Any(glob => Glob.IsMatch(glob, project.Value))
            ? null
            : ("PCI2465", $"job '{job.Name}' {verb} to '{environment.Name}', which {project} may not. Those who keep the site can let it, by Environment(\"{environment.Name}\").For(\"{project}\") in site.csx.");
    }

    /// <summary>What a build of a job holds while it runs: what it names, and for a deployment its environment, so that there is one at a time.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The names of semaphores. That of an environment has a blank, as none of a site can be mistaken for it.</returns>
    public static ImmutableArray<string> SemaphoresOf(JobPlan job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Stage == Stage.Deploy ? job.Semaphores.Add($"environment {job.ReleasesTo}") : job.Semaphores;
    }

    /// <summary>The jobs that must be done before a job of these stages, besides those that it names: all staged ones that decide, and those of environments before its own.</summary>
    /// <param name="job">The job.</param>
    /// <param name="jobs">All jobs of the buildset, in the order of the scripts.</param>
    /// <returns>Their places in <paramref name="jobs"/>.</returns>
    internal static IEnumerable<int> EarlierThan(JobCandidate job, ImmutableArray<JobCandidate> jobs)
    {
        // Environments come in the order in which the script returns them, and in each what promotes before what deploys.
        var order = jobs.Where(other => other.Plan.IsRelease).Select(other => other.Plan.ReleasesTo).Distinct().ToList();
        return Enumerable.Range(0, jobs.Length).Where(place => jobs[place].Plan is { Decides: true, Pipelines.IsEmpty: true } other && IsItsOwn(jobs[place]) && IsEarlier(other));

        // Those of what is built from the project decide about that.
        bool IsItsOwn(JobCandidate other) => other.Group is not null || (other.Project == job.Project && other.Branch == job.Branch);

        bool IsEarlier(JobPlan other) => !other.IsRelease
            || (order.IndexOf(other.ReleasesTo), other.Stage).CompareTo((order.IndexOf(job.Plan.ReleasesTo), job.Plan.Stage)) < 0;
    }
}
