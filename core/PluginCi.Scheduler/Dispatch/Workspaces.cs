using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Makes the workspaces of builds: a folder for each project, holding exactly the commit under test.</summary>
internal sealed class Workspaces(SchedulerOptions options, SiteKeeper sites, Repositories repositories)
{
    /// <summary>Removes what builds of an earlier process left.</summary>
    public void Clear()
    {
        if (Directory.Exists(options.Workspaces))
        {
            Directory.Delete(options.Workspaces, recursive: true);
        }

        Directory.CreateDirectory(options.Workspaces);
    }

    /// <summary>What is asked of an executor, with the folders that are not made yet.</summary>
    public BuildRequest RequestOf(StartBuild wish)
    {
        var folder = Path.Combine(options.Workspaces, Uri.EscapeDataString(wish.Build.Value));
        return ServiceCredentials.Add(HandoverPaths.Add(Request(wish, folder), $"{folder},outbox"));
    }

    public async Task<Workspace> MakeAsync(StartBuild wish, CancellationToken cancellationToken)
    {
        var workspace = new Workspace(RequestOf(wish));
        var folder = workspace.Request.Workspace;
        try
        {
            foreach (var source in SourcesOf(wish))
            {
                await CheckOutAsync(source, folder, cancellationToken);
            }

            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>What is checked out for a build.</summary>
    /// <exception cref="OutsideException">The site does not have one of its projects, or not that branch of it.</exception>
    public IEnumerable<FrozenSource> SourcesOf(StartBuild wish) =>
        (wish.Job.Plan.Repositories.IsEmpty ? [wish.Target.Project] : wish.Job.Plan.Repositories).Select(project => new FrozenSource(
            project,
            sites.Current.CommitOf(project, wish.Target.Branch, wish.Commits)
                ?? throw new OutsideException($"Job {wish.Job.Name} wants {project}, which has neither branch {wish.Target.Branch} nor its default branch.")));

    /// <summary>Every variable of a build but those of its services.</summary>
    /// <remarks>The job's own come last, but cannot pretend to be another build.</remarks>
    public ImmutableSortedDictionary<string, string> EnvironmentOf(StartBuild wish) =>
        wish.Job.Plan.Environment.SetItems(new Dictionary<string, string>
        {
            ["CI"] = "true",
            ["PLUGINCI_BUILD"] = wish.Build.Value,
            ["PLUGINCI_JOB"] = wish.Job.Name,
            ["PLUGINCI_PIPELINE"] = wish.Pipeline,
            ["PLUGINCI_PROJECT"] = wish.Target.Project.Value,
            ["PLUGINCI_BRANCH"] = wish.Target.Branch,
            ["PLUGINCI_CHANGE"] = wish.Changes.FirstOrDefault()?.Id.Value ?? "",
            ["PLUGINCI_CHANGES"] = string.Join(' ', wish.Changes.Select(change => change.Id)),
            ["PLUGINCI_PATCHSET"] = wish.Changes.FirstOrDefault()?.Patchset.ToString(CultureInfo.InvariantCulture) ?? "",
            ["PLUGINCI_REF"] = wish.Ref is { } tested ? $"{(tested.Cause == Trigger.Tag ? "refs/tags" : "refs/heads")}/{tested.Name}" : "",
            ["PLUGINCI_COMMIT"] = sites.Current.CommitOf(wish.Target.Project, wish.Target.Branch, wish.Commits) ?? "",
        });

    private async Task CheckOutAsync(FrozenSource source, string folder, CancellationToken cancellationToken)
    {
        await repositories.EnsureCommitAsync(sites.Current.ConnectionOf(source.Project), source.Project, source.Commit, cancellationToken);
        var target = Path.Combine(folder, source.Project.Value);
        Directory.CreateDirectory(target);
        await repositories.MirrorOf(source.Project).CheckoutAsync(source.Commit, target, cancellationToken);
    }

    private BuildRequest Request(StartBuild wish, string folder) => new()
    {
        Build = wish.Build,
        Job = wish.Job.Plan,
        Workspace = folder,
        StartIn = wish.Job.Plan.Repositories.IsEmpty ? wish.Target.Project.Value : ".",
        Environment = EnvironmentOf(wish),
        IsReviewed = Trust.IsReviewed(sites.Current.Plan, wish),
    };
}
