using Microsoft.Extensions.Logging;

namespace PluginCi.Scheduler;

/// <summary>Looks again and again at what should be so by itself: that every queue goes on, and that what merged stays merged. It trusts facts and no messages.</summary>
internal sealed class WatchWorker(
    SchedulerOptions options, QueueSet queues, StuckWatch stuck, MergeWatch merges, Board board, TimeProvider clock, ILogger<WatchWorker> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.ReconcileInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await LookAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Looks at every queue once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in queues.All)
        {
            var about = $"watch of queue {queue.Name}";
            try
            {
                await stuck.LookAsync(queue, cancellationToken);
                await merges.LookAsync(queue, cancellationToken);
                board.Warn(about, null);
            }
#pragma warning disable CA1031 // The edge of the loop: what goes wrong is told and tried again, and the other queues are looked at all the same.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.WatchFailed(logger, queue.Name.Value, exception);
                board.Warn(about, $"What is stuck or missing in queue {queue.Name} could not be looked at: {exception.Message}");
            }
        }
    }
}
