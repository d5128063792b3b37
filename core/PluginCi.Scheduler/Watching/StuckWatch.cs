using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Finds what a queue waits for and nobody is at any more, says so, and brings it about again.</summary>
internal sealed class StuckWatch(
    SchedulerOptions options, GateStore store, Dispatcher dispatcher, Board board, TimeProvider clock, ILogger<StuckWatch> logger)
{
    /// <remarks>The order matters. What was pending before the queue was quiet had been dispatched by then; what nobody is at after that, and is pending or
    /// unanswered still, has been given up.</remarks>
    public async Task LookAsync(QueueLoop queue, CancellationToken cancellationToken)
    {
        var pending = store.ReadPendingEffects(queue.Name);
        var state = await WaitForQuietAsync(queue, cancellationToken);
        var givenUp = GivenUp(queue, pending);
        var found = new List<string>();
        foreach (var (item, build, key) in Missing(queue, state))
        {
            found.Add(build is { } lost
                ? await LoseAsync(queue, item, lost, key, cancellationToken)
                : await AlarmAsync(queue, item, givenUp.Any(effect => effect.Key == key) ? $"{key} was given up and is done again" : $"{key} is asked for and nobody knows of it", !givenUp.Any(effect => effect.Key == key), cancellationToken));
        }

        dispatcher.Dispatch(queue, [.. givenUp.Where(effect => effect is not StartBuild)]);
        found.AddRange(await FindStuckHeadsAsync(queue, state, cancellationToken));
        board.Warn($"stuck in queue {queue.Name}", found.Count == 0 ? null : string.Join(' ', found));
    }

    private async Task<GateState> WaitForQuietAsync(QueueLoop queue, CancellationToken cancellationToken)
    {
        // One that is halted never is quiet.
        try
        {
            return await queue.WaitForQuietAsync(cancellationToken).WaitAsync(options.QueuePatience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It did not take its waiting events within {options.QueuePatience.TotalSeconds:0} s.");
        }
    }

    private GateEffect[] GivenUp(QueueLoop queue, IReadOnlyList<GateEffect> pending)
    {
        var idle = pending.Where(effect => !dispatcher.IsUnderWay(effect.Key)).ToArray();
        var still = idle.Length == 0 ? [] : store.ReadPendingEffects(queue.Name).Select(effect => effect.Key).ToHashSet();
        return [.. idle.Where(effect => still.Contains(effect.Key))];
    }

    // What the gate has not given up itself meanwhile.
    private (QueueItem Item, BuildId? Build, string Key)[] Missing(QueueLoop queue, GateState state)
    {
        var idle = Liveness.UnderWay(state).Where(wish => !dispatcher.IsUnderWay(wish.Key)).ToArray();
        var wanted = idle.Length == 0 ? [] : Liveness.UnderWay(queue.State).Select(wish => wish.Key).ToHashSet();
        return [.. idle.Where(wish => wanted.Contains(wish.Key) && !queue.HasAnswer(wish.Key))];
    }

    private async Task<string> LoseAsync(QueueLoop queue, QueueItem item, BuildId build, string key, CancellationToken cancellationToken)
    {
        var text = await AlarmAsync(queue, item, $"its build {build} runs nowhere and ends as lost", startsAnew: false, cancellationToken);
        await queue.AnswerAsync(key, new BuildEnded(clock.GetUtcNow(), build, BuildResult.Lost, "No worker knew of it any more.", TimeSpan.Zero), cancellationToken);
        board.Warn(key, null);
        return text;
    }

    private async Task<List<string>> FindStuckHeadsAsync(QueueLoop queue, GateState state, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var pipeline in state.Queues)
        {
            // Still so in the newest state, or an event that came meanwhile has brought it on.
            if (Liveness.FindStuckHead(state, pipeline) is { } head && queue.State == state)
            {
                found.Add(await AlarmAsync(queue, head, "it is the head and waits for nothing, and nothing is under way for it", startsAnew: true, cancellationToken));
            }
        }

        return found;
    }

    private async Task<string> AlarmAsync(QueueLoop queue, QueueItem item, string found, bool startsAnew, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var text = $"{item.Title} is stuck in queue {queue.Name}: {found}.";
        Log.Alarm(logger, text);
        await queue.PostAsync($"stalled:{item.Id}:{now.UtcTicks}:{found}", new Stalled(now, item.Id, found, startsAnew), cancellationToken);
        return text;
    }
}
