using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Has effects done, each by its worker, and brings the answers back. Transient failures are tried again here and nowhere else.</summary>
[SuppressMessage("Design", "CA1001", Justification = "WhenStopped gives everything back.")]
internal sealed class Dispatcher(
    PrepareWorker prepare,
    BuildWorker builds,
    SubmitWorker submits,
    ReportWorker reports,
    NotifyWorker notifications,
    PassOnWorker passOns,
    GateStore store,
    Board board,
    SchedulerOptions options,
    TimeProvider clock,
    ILogger<Dispatcher> logger)
{
    // In retry delays. What fails for longer than it takes to get here somebody should look at.
    private const int LongestDelay = 32;

    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentDictionary<string, bool> _underWay = new();
    private readonly Lock _telling = new();
    private readonly Dictionary<string, Task> _lastTold = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Takes over what the site says about the running of builds.</summary>
    public void Apply(Site site)
    {
        builds.Apply(site);
        notifications.Check(site);
    }

    /// <summary>Whether somebody is at an effect, or waits to be. Once it is answered or ticked off nobody is; then it is in the database.</summary>
    public bool IsUnderWay(string effectKey) => _underWay.ContainsKey(effectKey);

    /// <summary>Starts what is to be done and returns at once. What was started before and is named by a cancel is stopped.</summary>
    public void Dispatch(QueueLoop queue, IReadOnlyList<GateEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is CancelBuild cancel)
            {
                builds.Cancel(cancel.Build);
                continue;
            }

            _underWay[effect.Key] = true;
            switch (effect)
            {
                case StartBuild start:
                    Track(BuildAsync(queue, start));
                    break;
                case SendReport report:
                    TellInOrder(queue, report, report.Change?.Id.Value ?? report.Ref?.Target.Value ?? "");
                    break;
                case SendNotification notification:
                    TellInOrder(queue, notification, $"notify:{notification.Connection}");
                    break;
                default:
                    Track(DoAsync(queue, effect, token => AnswerOfAsync(queue, effect, token), _stop.Token));
                    break;
            }
        }
    }

    /// <summary>Stops what runs; what has no answer yet is done again after the next start.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Completes when nothing runs any more.</summary>
    public async Task WhenStopped()
    {
        // What was told to the reviews just now may have to be told to others.
        while (_running.Keys is { Count: > 0 } running)
        {
            await Task.WhenAll(running);
        }

        _stop.Dispose();
    }

    private async Task BuildAsync(QueueLoop queue, StartBuild start)
    {
        // Known before it runs, so that a cancel that follows at once finds it.
        using var running = builds.Announce(start.Build, _stop.Token);
        await DoAsync(queue, start, _ => builds.RunAsync(queue, start, running), running.Token);
    }

    // People read the reports of a change as a story, and so what a connection tells them; one that cannot be told yet holds back only the next of its change or connection.
    private void TellInOrder(QueueLoop queue, GateEffect told, string about)
    {
        lock (_telling)
        {
            Track(_lastTold[about] = TellAfterAsync(_lastTold.GetValueOrDefault(about, Task.CompletedTask), queue, told));
        }
    }

    private async Task TellAfterAsync(Task earlier, QueueLoop queue, GateEffect told)
    {
        await Task.WhenAny(earlier);
        await DoAsync(queue, told, token => AnswerOfAsync(queue, told, token), _stop.Token);
    }

    private void Track(Task task)
    {
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private Task<GateEvent?> AnswerOfAsync(QueueLoop queue, GateEffect effect, CancellationToken cancellationToken) => effect switch
    {
        PrepareBuildset wish => prepare.RunAsync(wish, cancellationToken),
        SubmitChanges wish => submits.RunAsync(wish, () => queue.State, cancellationToken),
        SendReport wish => reports.RunAsync(wish, cancellationToken),
        SendNotification wish => notifications.RunAsync(wish, cancellationToken),
        ResumeBuild wish => Task.FromResult<GateEvent?>(builds.Resume(wish.Build)),
        PassOn wish => passOns.RunAsync(wish, cancellationToken),
        _ => throw new UnreachableException($"No worker for {effect.GetType().Name}."),
    };

    private async Task DoAsync(QueueLoop queue, GateEffect effect, Func<CancellationToken, Task<GateEvent?>> work, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            // What was done once is not done again because its answer cannot be stored yet.
            GateEvent? answer = null;
            if (await TryAsync(queue, effect, async () => answer = await work(cancellationToken), cancellationToken))
            {
                // Only now: votes come first, and what must be told besides is on disk before they are ticked off.
                var next = effect is SendReport report ? notifications.NotificationsOf(report) : [];
                if (await TryAsync(queue, effect, () => StoreAsync(queue, effect, answer, next), cancellationToken))
                {
                    board.Warn(effect.Key, null);
                    Dispatch(queue, next);
                }
            }
        }
        finally
        {
            _underWay.TryRemove(effect.Key, out _);
        }
    }

    private Task StoreAsync(QueueLoop queue, GateEffect effect, GateEvent? answer, IReadOnlyList<GateEffect> next) => answer is null
        ? store.TickOffAsync(effect.Key, next, CancellationToken.None)
        : queue.AnswerAsync(effect.Key, answer, CancellationToken.None);

    /// <returns>True when it is done, false when it was cancelled or given up.</returns>
    private async Task<bool> TryAsync(QueueLoop queue, GateEffect effect, Func<Task> work, CancellationToken cancellationToken)
    {
        var delay = options.RetryDelay;
        while (true)
        {
            try
            {
                await work();
                return true;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception exception) when (exception is OutsideException or GitException or StorageException or IOException or TimeoutException)
            {
                Log.EffectFailed(logger, effect.Key, delay, exception.Message);
            }
#pragma warning disable CA1031 // The edge of all outside work: a bug in it is logged once and leaves the effect to the next look at what is stuck.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.EffectGivenUp(logger, effect.Key, exception);
                board.Warn(effect.Key, $"{effect.Key} of queue {queue.Name} failed by an error of the server and is taken up again at the next look at what is stuck: {exception.Message}");
                return false;
            }

            if (!await TryWaitAsync(delay, cancellationToken))
            {
                return false;
            }

            if (delay < options.RetryDelay * LongestDelay)
            {
                delay *= 2;
            }
            else if (effect is not SendNotification)
            {
                // Of notifications their worker says it, once for each connection.
                board.Warn(effect.Key, $"{effect.Key} of queue {queue.Name} fails again and again, and is tried again every {delay.TotalSeconds:0} s. Look at the log.");
            }
        }
    }

    private async Task<bool> TryWaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, clock, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
