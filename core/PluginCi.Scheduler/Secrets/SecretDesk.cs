using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Gives builds of reviewed code the secrets that their jobs name and the site grants.</summary>
internal sealed class SecretDesk(SchedulerOptions options, SiteKeeper sites)
{
    /// <summary>Why a build may not have the secrets that its job names.</summary>
    /// <returns>One sentence, or null.</returns>
    public string? FindObstacle(StartBuild wish) => wish.Job.Plan.Secrets.IsEmpty ? null : FindObstacle(sites.Current.Plan, wish);

    /// <summary>The same under a site.</summary>
    public static string? FindObstacle(SitePlan site, StartBuild wish) =>
        SecretGrants.FindObstacle(site, wish.Job.Plan, [.. wish.Job.Plan.Repositories.Append(wish.Target.Project).Concat(wish.Changes.Select(change => change.Project)).Distinct()], wish.Pipeline) is { } obstacle ? char.ToUpperInvariant(obstacle[0]) + obstacle[1..]
            : wish.Ref is { } tested && tested.Name != site.Projects.FirstOrDefault(project => project.Name == wish.Target.Project)?.DefaultBranch
                ? $"Job {wish.Job.Name} names the secret '{wish.Job.Plan.Secrets.Values.First()}', and its build is of {tested.Name}: of branches only the default branch of a project gets secrets, as others may be made by more people."
            : Trust.IsReviewed(site, wish) && wish.Changes.All(change => change.IsApproved) ? null
            : $"Job {wish.Job.Name} names the secret '{wish.Job.Plan.Secrets.Values.First()}', and its build in {wish.Pipeline} runs code that nobody has reviewed, which never gets one. "
                + "Return the job in In(\"…\", …), of a gate that wants approvals or of a pipeline for branches.";

    /// <summary>Reads the secrets of a build that may have them.</summary>
    /// <exception cref="SecretException">One is not to be had.</exception>
    public BuildSecrets Read(StartBuild wish) => FindObstacle(wish) is { } obstacle
        ? throw new SecretException(obstacle)
        : BuildSecrets.Read(wish.Job.Plan, options.Secrets, name => $"Those who keep the server can give it, by secrets: {{ {name}: {{ file: /path }} }} in pluginci.yaml; then run the build again.");
}
