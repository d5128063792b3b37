using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>
/// Has the plans of the projects evaluated before a change asks for them: after a start, since another version of the server evaluates anew, and for each site, since what pipelines there are
/// is part of every plan. No queue waits for it, and what it cannot do is done when a change needs it.
/// </summary>
internal sealed class PlanLoader(QueueSet queues, Repositories repositories, IScripts scripts, ILogger<PlanLoader> logger)
{
    // What was evaluated for these pipelines, so that a site which only has a project more is not read anew for each.
    private readonly Dictionary<ProjectName, string> _loaded = [];
    private ImmutableArray<string> _pipelines = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before it looks, so that it misses none.
            var next = queues.NextSite;
            await Task.Yield();
            if (queues.Site is { } site)
            {
                await LoadAsync(site, cancellationToken);
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    internal async Task LoadAsync(Site site, CancellationToken cancellationToken)
    {
        try
        {
            if (!site.PipelineNames.SequenceEqual(_pipelines))
            {
                _loaded.Clear();
                _pipelines = site.PipelineNames;
            }

            var tips = queues.All.SelectMany(queue => queue.State.Tips)
                // What a project that nobody of the site has looked at merges by itself never shares a process.
                .Where(tip => site.Find(tip.Key.Project) is { IsSelfServed: false } project && project.DefaultBranch == tip.Key.Branch)
                .DistinctBy(tip => tip.Key)
                .Where(tip => _loaded.GetValueOrDefault(tip.Key.Project) != tip.Value && repositories.MirrorOf(tip.Key.Project).Has(tip.Value))
                .ToArray();
            var projects = tips
                .Select(tip => repositories.ReadScripts(tip.Key.Project, tip.Value).Remove(PipelineFiles.Site))
                .Where(files => PipelineFiles.FindEntry(files.ContainsKey) is not null)
                .ToImmutableArray();
            await scripts.PrepareProjectsAsync(projects, site.PipelineNames, cancellationToken);
            foreach (var (branch, commit) in tips)
            {
                _loaded[branch.Project] = commit;
            }

            Log.PlansLoaded(logger, projects.Length);
        }
        catch (Exception exception) when (exception is OutsideException or GitException or IOException or UnauthorizedAccessException)
        {
            Log.PlansNotLoaded(logger, exception.Message);
        }
    }
}
