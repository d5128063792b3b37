using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Keeps the site in force: reads it from the config project, and stays with the last good one when a new one is bad.</summary>
internal sealed class SiteKeeper(
    SchedulerOptions options, Repositories repositories, IScripts scripts, SiteStore store, Board board, ILogger<SiteKeeper> logger) : IDisposable
{
    // Sources tell of projects at any time, each in its own worker: one site comes out of the other.
    private readonly SemaphoreSlim _changing = new(1);

    private volatile Site? _current;
    private string _commit = "";

    /// <summary>The site in force. Throws before there is one.</summary>
    public Site Current => _current ?? throw new InvalidOperationException("There is no site yet.");

    public bool HasSite => _current is not null;

    public ProjectBranch Branch => new(options.ConfigProject, options.ConfigBranch);

    /// <summary>The connection that holds the config project.</summary>
    public string Connection => options.ConfigConnection;

    public void Dispose() => _changing.Dispose();

    /// <summary>Takes the site that was good when the server last ran.</summary>
    public void Recall()
    {
        if (store.Find() is var (commit, site))
        {
            _commit = commit;
            _current = new Site(site);
        }
    }

    /// <summary>Reads the site at the branch's tip. If it is another one than before and good, it is in force then.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var tip = await repositories.ReadTipAsync(options.ConfigConnection, Branch, cancellationToken);
        if (tip is null || tip == _commit)
        {
            if (tip is null)
            {
                Log.NoSite(logger, Branch.Value);
            }

            return;
        }

        var (site, diagnostics) = await scripts.EvaluateSiteAsync(repositories.ReadScripts(options.ConfigProject, tip), cancellationToken);
        if (site is null)
        {
            board.Warn("site", $"{PipelineFiles.Site} at {tip[..10]} has errors, the last good site stays in force: {string.Join('\n', diagnostics)}");
            Log.BadSite(logger, tip, string.Join('\n', diagnostics));
            return;
        }

        board.Warn("site", null);
        await PutInForceAsync(tip, () => Complete(site), cancellationToken);
    }

    /// <summary>Takes a project into the site that the site does not name but has a pattern for.</summary>
    /// <returns>True when the site in force is another one than before.</returns>
    public async Task<bool> AdoptAsync(string connection, ProjectName project, CancellationToken cancellationToken)
    {
        if (!HasSite || Current.Find(project) is not null || SelfService.Find(Current.Plan, connection, project) is null)
        {
            return false;
        }

        await PutInForceAsync(null, () => SelfService.Expand(Current.Plan, [.. Served, (project, connection)]), cancellationToken);
        Log.ProjectAdopted(logger, project.Value, connection);
        return true;
    }

    /// <summary>Takes all projects of a connection into the site that it has patterns for, and lets go of those that are gone.</summary>
    /// <returns>True when the site in force is another one than before.</returns>
    public async Task<bool> AdoptAllAsync(IChangeSource source, CancellationToken cancellationToken)
    {
        if (!HasSite || source is not IProjectList list || Current.Plan.Patterns.All(pattern => pattern.Connection != source.Connection)
            || await list.ListProjectsAsync(cancellationToken) is not { } found)
        {
            return false;
        }

        if (WithAll().Projects.Select(project => project.Name).ToHashSet().SetEquals(Current.Plan.Projects.Select(project => project.Name)))
        {
            return false;
        }

        await PutInForceAsync(null, WithAll, cancellationToken);
        return true;

        SitePlan WithAll() => SelfService.Expand(
            Current.Plan, [.. Served.Where(one => one.Connection != source.Connection), .. found.Select(project => (project, source.Connection))]);
    }

    /// <summary>A site as it is in force: the config project is under its own gate, also where the site does not name it, and projects that came by a pattern stay while one fits.</summary>
    public SitePlan Complete(SitePlan site) => SelfService.Expand(WithConfigProject(site), Served);

    private IEnumerable<(ProjectName Project, string Connection)> Served =>
        _current is null ? [] : _current.Plan.Projects.Where(project => project.IsSelfServed).Select(project => (project.Name, project.Connection));

    private async Task PutInForceAsync(string? commit, Func<SitePlan> make, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            // What no queues can be made of must not be what the next start begins with.
            var site = make();
            var current = new Site(site);
            await store.SaveAsync(commit ?? _commit, site, cancellationToken);
            _commit = commit ?? _commit;
            _current = current;
            Log.SiteInForce(logger, _commit, site.Projects.Length, site.Groups.Length);
        }
        finally
        {
            _changing.Release();
        }
    }

    private SitePlan WithConfigProject(SitePlan site) => site.Projects.FirstOrDefault(project => project.Name == options.ConfigProject) is { } named
        ? site with { Projects = site.Projects.Replace(named, named with { IsConfig = true }) }
        : site with { Projects = site.Projects.Add(new ProjectPlan(options.ConfigProject, options.ConfigConnection, options.ConfigBranch) { IsConfig = true }) };
}
