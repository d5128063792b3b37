using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Writes what a queue tells another one to the other's journal. The key is the effect's, so that a repetition is dropped there.</summary>
/// <param name="sites">The site.</param>
/// <param name="queues">The queues; null before they are made.</param>
/// <param name="tips">Tells the other queue where its branches are, which it may not know yet.</param>
/// <param name="logger">Where it logs.</param>
internal sealed class PassOnWorker(SiteKeeper sites, Func<QueueSet?> queues, Tips tips, ILogger<PassOnWorker> logger)
{
    public async Task<GateEvent?> RunAsync(PassOn wish, CancellationToken cancellationToken)
    {
        // Until then the project may still be with the queue that gave it away.
        if (queues() is not { } all || all.Site != sites.Current)
        {
            throw new OutsideException($"The queue of {wish.Project} is not started yet.", isTransient: true);
        }

        if (all.Find(wish.Project) is { } queue)
        {
            await tips.EnsureAsync(queue, wish.Happened is Commanded { Command: EnqueueChange enqueue } ? [.. enqueue.Related, enqueue.Change] : [], cancellationToken);
            if (wish.Happened is RefArrived { Ref: { New: "", Name.Length: > 0 } wanted })
            {
                await tips.EnsureAsync(queue, wanted.Target, cancellationToken);
            }

            await queue.PostAsync(wish.Key, wish.Happened, cancellationToken);
        }
        else
        {
            Log.NobodyToPassOnTo(logger, wish.Key, wish.Project.Value);
        }

        return null;
    }
}
