using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Keeps the site in force: reads it from the config project, and stays with the last good one when a new one is bad.</summary>
internal sealed class SiteKeeper(
    SchedulerOptions options, Repositories repositories, IScripts scripts, SiteStore store, Board board, ILogger<SiteKeeper> logger)
{
    public const string SiteFile = "site.csx";

    private volatile Site? _current;
    private string _commit = "";

    /// <summary>The site in force. Throws before there is one.</summary>
    public Site Current => _current ?? throw new InvalidOperationException("There is no site yet.");

    public bool HasSite => _current is not null;

    public ProjectBranch Branch => new(options.ConfigProject, options.ConfigBranch);

    /// <summary>The connection that holds the config project.</summary>
    public string Connection => options.ConfigConnection;

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
            board.Warn("site", $"{SiteFile} at {tip[..10]} has errors, the last good site stays in force: {string.Join('\n', diagnostics)}");
            Log.BadSite(logger, tip, string.Join('\n', diagnostics));
            return;
        }

        board.Warn("site", null);
        var whole = WithConfigProject(site);
        await store.SaveAsync(tip, whole, cancellationToken);
        _commit = tip;
        _current = new Site(whole);
        Log.SiteInForce(logger, tip, whole.Projects.Length, whole.Groups.Length);
    }

    /// <summary>The config project is under its own gate, also where the site does not name it.</summary>
    public SitePlan WithConfigProject(SitePlan site) =>
        site.Projects.Any(project => project.Name == options.ConfigProject)
            ? site
            : site with { Projects = site.Projects.Add(new ProjectPlan(options.ConfigProject, options.ConfigConnection, options.ConfigBranch)) };
}
