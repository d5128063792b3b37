using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Whether a site grants the secrets that a job names. That is one half: the code of the build must have been reviewed as well.</summary>
public static class SecretGrants
{
    /// <summary>Says what keeps a job from its secrets.</summary>
    /// <param name="site">The site.</param>
    /// <param name="job">The job.</param>
    /// <param name="projects">The projects whose code its builds see.</param>
    /// <param name="pipeline">The pipeline that they are of.</param>
    /// <returns>What it is and what to do, as the end of a message; null when all are granted.</returns>
    public static string? FindObstacle(SitePlan site, JobPlan job, ImmutableArray<ProjectName> projects, string pipeline)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(job);
        foreach (var secret in job.Secrets.Values)
        {
            foreach (var project in projects)
            {
                if (FindObstacle(site, secret, project, pipeline) is { } obstacle)
                {
                    return $"job '{job.Name}' names the secret '{secret}', {obstacle}";
                }
            }
        }

        return null;
    }

    private static string? FindObstacle(SitePlan site, string secret, ProjectName project, string pipeline) =>
        site.Projects.FirstOrDefault(known => known.Name == project) is not { IsSelfServed: false }
            ? $"and {project} is in the site by a pattern only, so that its builds never get one. Those who keep the site can name it by Repository(\"{project}\") in site.csx."
        : site.Secrets.Any(grant => grant.Name == secret && grant.Pipelines.Contains(pipeline) && grant.Projects.Any(glob => Glob.IsMatch(glob, project.Value))) ? null
        : $"which the site does not grant to {project} in {pipeline}. Those who keep the site can, by Secret(\"{secret}\").For(\"{project}\").In(\"{pipeline}\") in site.csx; or take .Secret(…) away.";
}
