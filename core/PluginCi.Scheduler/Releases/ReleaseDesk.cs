using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>
/// Lets only builds of merged code promote and deploy, and only what the site lets them: what was built is known by its digest, so that nothing else gets to an environment.
/// </summary>
internal sealed class ReleaseDesk(ReleaseStore releases, ArtifactStore artifacts, SiteKeeper sites, TimeProvider clock)
{
    private const int ShortDigest = 12;

    /// <summary>Why a build may not promote or deploy.</summary>
    /// <returns>One sentence, or null; always null for a build that does neither.</returns>
    public string? FindObstacle(StartBuild wish) => FindObstacle(sites.Current.Plan, wish) ?? (wish.Job.Plan.Stage == Stage.Deploy ? FindUnpromoted(wish) : null);

    /// <summary>The same under a site, as far as that knows.</summary>
    public static string? FindObstacle(SitePlan site, StartBuild wish)
    {
        var job = wish.Job.Plan;
        if (!job.IsRelease)
        {
            return null;
        }

        if (!wish.Changes.IsEmpty || !Releases.AreOf(site, wish.Target.Project, wish.Ref) || !Trust.IsReviewed(site, wish))
        {
            return $"Job {wish.Job.Name} is of the stage {job.Stage}, and its build in {wish.Pipeline} is not of what was merged into the default branch of a project that the site names. Only such builds promote or deploy anything.";
        }

        foreach (var project in job.Repositories.Append(wish.Target.Project))
        {
            if (Releases.FindObstacle(site, job, project) is { } obstacle)
            {
                return char.ToUpperInvariant(obstacle.Text[0]) + obstacle.Text[1..];
            }
        }

        return job.Stage == Stage.Deploy && Releases.EnvironmentOf(site, job) is { Hold: { } reason }
            ? $"Nothing is deployed to '{job.ReleasesTo}' for now: {reason.TrimEnd('.')}. Those who keep the site can end that by taking .Held(…) away in site.csx."
            : null;
    }

    /// <summary>Records what a build that passed has promoted or deployed, or refuses it. It is on disk before anybody is told that the build passed.</summary>
    /// <returns>How the build ends.</returns>
    public async Task<BuildOutcome> TakeAsync(StartBuild wish, BuildOutcome outcome, CancellationToken cancellationToken)
    {
        if (!wish.Job.Plan.IsRelease || outcome.Result != BuildResult.Success)
        {
            return outcome;
        }

        // What a deployment fetched was looked at before it began; what it did is a fact.
        if (wish.Job.Plan.Stage == Stage.Promote && (FindObstacle(wish) ?? FindSkipped(wish)) is { } obstacle)
        {
            return outcome with { Result = BuildResult.Failure, Message = obstacle };
        }

        var now = clock.GetUtcNow();
        await releases.RecordAsync(
            wish.Build,
            [.. FetchedBy(wish).Select(one => new ReleaseRow(wish.Job.Plan.ReleasesTo!, wish.Job.Plan.Stage, wish.Target.Project, wish.Ref!.New, wish.Build, one.Maker, one.Job, one.Artifact.Name, one.Artifact.Hash, now))],
            cancellationToken);
        return outcome;
    }

    private string? FindUnpromoted(StartBuild wish)
    {
        var environment = wish.Job.Plan.ReleasesTo!;
        var other = FetchedBy(wish).Select(one => one.Artifact).FirstOrDefault(artifact => !releases.IsPromoted(environment, wish.Target.Project, artifact.Hash));
        return other is null
            ? null
            : $"The artifact '{other.Name}' ({Short(other)}) was not promoted to '{environment}', so that job {wish.Job.Name} is not given it. Let a job of Promote(\"{environment}\", …) fetch it.";
    }

    private string? FindSkipped(StartBuild wish)
    {
        var skipped =
            from before in Releases.EnvironmentOf(sites.Current.Plan, wish.Job.Plan)?.After ?? []
            from artifact in FetchedBy(wish).Select(one => one.Artifact)
            where !releases.IsPromoted(before, wish.Target.Project, artifact.Hash)
            select $"The artifact '{artifact.Name}' ({Short(artifact)}) is not promoted to '{wish.Job.Plan.ReleasesTo}', as it was not promoted to '{before}' before. Let a job of Promote(\"{before}\", …) fetch it, before this one in the script.";
        return skipped.FirstOrDefault();
    }

    // As the build's workspace is filled: of two needs with one name the nearest counts, and it stands first.
    private IEnumerable<(BuildId Maker, string Job, Artifact Artifact)> FetchedBy(StartBuild wish) =>
        from fetch in wish.Job.Plan.Fetches.Distinct()
        from maker in wish.Needs.Where(need => need.Job == fetch.Job).Take(1)
        from artifact in artifacts.Find(maker.Build).Artifacts.Where(artifact => artifact.Name == fetch.Artifact)
        select (maker.Build, fetch.Job, artifact);

    private static string Short(Artifact artifact) => $"sha256:{artifact.Hash[..ShortDigest]}…";
}
