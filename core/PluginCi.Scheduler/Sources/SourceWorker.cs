using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Listens to one source, and asks it regularly for everything in case an event was lost. One thing at a time, so that news is in order.</summary>
internal sealed class SourceWorker(
    IChangeSource source, News news, SchedulerOptions options, Board board, TimeProvider clock, ILogger<SourceWorker> logger)
{
    // Enough for a burst; when it is full the source waits, and nothing is dropped.
    private const int MostWaitingEvents = 1000;

    private readonly Channel<SourceEvent> _inbox = Channel.CreateBounded<SourceEvent>(MostWaitingEvents);

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        WithRetriesAsync(WatchAsync, cancellationToken),
        WithRetriesAsync(RemindAsync, cancellationToken),
        WithRetriesAsync(TellAsync, cancellationToken));

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var happened in source.WatchAsync(cancellationToken))
        {
            await _inbox.Writer.WriteAsync(happened, cancellationToken);
        }
    }

    private async Task RemindAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.ReconcileInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await _inbox.Writer.WriteAsync(new CaughtUp(), cancellationToken);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        while (await _inbox.Reader.WaitToReadAsync(cancellationToken))
        {
            // Looked at before it is taken out: what fails is tried again, and nothing overtakes it.
            if (!_inbox.Reader.TryPeek(out var next))
            {
                continue;
            }

            Log.SourceEvent(logger, source.Connection, next.ToString() ?? "");
            await (next switch
            {
                ChangeHappened happened => news.TellChangeAsync(source, happened, cancellationToken),
                BranchMayHaveMoved moved => news.TellBranchAsync(source, moved.Branch, cancellationToken),
                CaughtUp => news.ReconcileAsync(source, cancellationToken),
                _ => throw new UnreachableException($"Unknown event {next.GetType().Name}."),
            });
            _inbox.Reader.TryRead(out _);
            board.Warn($"source {source.Connection}", null);
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

            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay < options.RetryDelay * 32 ? delay * 2 : delay;
        }
    }
}
