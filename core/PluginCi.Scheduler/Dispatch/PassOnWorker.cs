using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Writes what a queue tells another one to the other's journal. The key is the effect's, so that a repetition is dropped there.</summary>
/// <param name="sites">The site.</param>
/// <param name="find">Finds the loop of a project's queue, or null while it is not started.</param>
/// <param name="logger">Where it logs.</param>
internal sealed class PassOnWorker(SiteKeeper sites, Func<ProjectName, QueueLoop?> find, ILogger<PassOnWorker> logger)
{
    public async Task<GateEvent?> RunAsync(PassOn wish, CancellationToken cancellationToken)
    {
        if (find(wish.Project) is { } queue)
        {
            await queue.PostAsync(wish.Key, wish.Happened, cancellationToken);
        }
        else if (sites.Current.Find(wish.Project) is not null)
        {
            throw new OutsideException($"The queue of {wish.Project} is not started yet.", isTransient: true);
        }
        else
        {
            Log.NobodyToPassOnTo(logger, wish.Key, wish.Project.Value);
        }

        return null;
    }
}
