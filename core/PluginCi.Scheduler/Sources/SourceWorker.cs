using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Listens to one source, and asks it regularly for everything in case an event was lost. One thing at a time, so that news is in order.</summary>
internal sealed class SourceWorker(
    IChangeSource source, News news, SchedulerOptions options, Board board, TimeProvider clock, ILogger<SourceWorker> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var oneAtATime = new SemaphoreSlim(1);
        await Task.WhenAll(
            WithRetriesAsync(token => WatchAsync(oneAtATime, token), cancellationToken),
            WithRetriesAsync(token => RemindAsync(oneAtATime, token), cancellationToken));
    }

    // The next event is asked for only when this one is in the journal: then a crash in between repeats it, and loses nothing.
    private async Task WatchAsync(SemaphoreSlim oneAtATime, CancellationToken cancellationToken)
    {
        await foreach (var happened in source.WatchAsync(cancellationToken))
        {
            Log.SourceEvent(logger, source.Connection, happened.ToString());
            await TellAsync(oneAtATime, happened, cancellationToken);
        }
    }

    private async Task RemindAsync(SemaphoreSlim oneAtATime, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.ReconcileInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await TellAsync(oneAtATime, new CaughtUp(), cancellationToken);
        }
    }

    private async Task TellAsync(SemaphoreSlim oneAtATime, SourceEvent happened, CancellationToken cancellationToken)
    {
        // Without the token: it ends what is under way, and so this wait.
        await oneAtATime.WaitAsync(CancellationToken.None);
        try
        {
            await (happened switch
            {
                ChangeHappened change => news.TellChangeAsync(source, change, cancellationToken),
                BranchMayHaveMoved moved => news.TellBranchAsync(source, moved.Branch, cancellationToken),
                TagPushed tag => news.TellTagAsync(source, tag, cancellationToken),
                CaughtUp => news.ReconcileAsync(source, cancellationToken),
                _ => throw new UnreachableException($"Unknown event {happened.GetType().Name}."),
            });
            board.Warn($"source {source.Connection}", null);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task WithRetriesAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var delay = options.RetryDelay;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await work(cancellationToken);
                delay = options.RetryDelay;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The edge of the loop: whatever a source does wrong is told, and no queue stops for it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.SourceFailed(logger, source.Connection, delay, exception);
                board.Warn($"source {source.Connection}", $"Source {source.Connection} is out of reach: {exception.Message}");
            }

            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            delay = delay < options.RetryDelay * 32 ? delay * 2 : delay;
        }
    }
}
