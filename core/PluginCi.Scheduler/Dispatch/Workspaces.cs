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

    public async Task<Workspace> MakeAsync(StartBuild wish, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Workspaces, Uri.EscapeDataString(wish.Build.Value));
        var workspace = new Workspace(folder, Request(wish, folder));
        try
        {
            foreach (var project in ProjectsOf(wish))
            {
                await CheckOutAsync(wish, project, folder, cancellationToken);
            }

            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    private async Task CheckOutAsync(StartBuild wish, ProjectName project, string folder, CancellationToken cancellationToken)
    {
        var site = sites.Current;
        var commit = site.CommitOf(project, wish.Change.Branch, wish.Commits)
            ?? throw new OutsideException($"Job {wish.Job.Name} wants {project}, which has neither branch {wish.Change.Branch} nor its default branch.");
        await repositories.EnsureCommitAsync(site.Find(project)?.Connection ?? wish.Change.Id.Connection, project, commit, cancellationToken);
        var target = Path.Combine(folder, project.Value);
        Directory.CreateDirectory(target);
        await repositories.MirrorOf(project).CheckoutAsync(commit, target, cancellationToken);
    }

    private static ImmutableArray<ProjectName> ProjectsOf(StartBuild wish) =>
        wish.Job.Plan.Repositories.IsEmpty ? [wish.Change.Project] : wish.Job.Plan.Repositories;

    private static BuildRequest Request(StartBuild wish, string folder) => new()
    {
        Build = wish.Build,
        Job = wish.Job.Plan,
        Workspace = folder,
        StartIn = wish.Job.Plan.Repositories.IsEmpty ? wish.Change.Project.Value : ".",
        Environment = EnvironmentOf(wish),
    };

    // The job's own variables come last, but cannot pretend to be another build.
    private static ImmutableSortedDictionary<string, string> EnvironmentOf(StartBuild wish) =>
        wish.Job.Plan.Environment.SetItems(new Dictionary<string, string>
        {
            ["CI"] = "true",
            ["PLUGINCI_BUILD"] = wish.Build.Value,
            ["PLUGINCI_JOB"] = wish.Job.Name,
            ["PLUGINCI_PIPELINE"] = wish.Pipeline,
            ["PLUGINCI_PROJECT"] = wish.Change.Project.Value,
            ["PLUGINCI_BRANCH"] = wish.Change.Branch,
            ["PLUGINCI_CHANGE"] = wish.Change.Id.Value,
            ["PLUGINCI_PATCHSET"] = wish.Change.Patchset.ToString(CultureInfo.InvariantCulture),
            ["PLUGINCI_COMMIT"] = wish.Commits[wish.Change.Target],
        });
}
