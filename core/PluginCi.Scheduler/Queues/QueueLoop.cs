using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>The one loop of one queue: takes waiting events, lets the gate decide, saves everything in one transaction, then has it done.</summary>
/// <remarks>No git, network or plugin call happens in here. What is done outside comes back as events.</remarks>
internal sealed class QueueLoop(
    GateStore store, Board board, Dispatcher dispatcher, SchedulerOptions options, TimeProvider clock, ILogger<QueueLoop> logger)
{
    // More events in one transaction save little and delay what they ask for.
    private const int MostEventsAtOnce = 100;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _guard = new();
    private readonly List<TaskCompletionSource<GateState>> _waitingForQuiet = [];
    private bool _isHalted;
    private volatile GateState _state = null!;
    private long _applied;
    private long _snapshotAt;

    public QueueName Name => _state.Rules.Name;

    /// <summary>The state after the events taken so far.</summary>
    public GateState State => _state;

    /// <summary>The number of the newest event that was taken.</summary>
    public long Applied => Volatile.Read(ref _applied);

    /// <summary>Loads the queue as it was last saved, and has done what was still to be done.</summary>
    public async Task RecoverAsync(QueueRules rules, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(GateState.Empty(rules), cancellationToken);
        _state = Replay(stored);
        _applied = stored.Applied;
        _snapshotAt = stored.SnapshotAt;
        board.Show(_state);
        var pending = store.ReadPendingEffects(rules.Name);
        Log.Recovered(logger, rules.Name.Value, _applied, pending.Count);
        dispatcher.Dispatch(this, pending);
    }

    /// <summary>Writes an event to the journal and wakes the loop.</summary>
    public async Task PostAsync(string key, GateEvent happened, CancellationToken cancellationToken)
    {
        await store.PostAsync(Name, key, happened, cancellationToken);
        Wake();
    }

    /// <summary>Whether an event with this key is in the journal.</summary>
    public bool HasHeard(string key) => store.Has(Name, key);

    /// <summary>Whether the answer to an effect is in the journal.</summary>
    public bool HasAnswer(string effectKey) => store.HasAnswer(Name, effectKey);

    /// <summary>Writes the answer to an effect to the journal and wakes the loop.</summary>
    public async Task AnswerAsync(string effectKey, GateEvent answer, CancellationToken cancellationToken)
    {
        await store.AnswerAsync(Name, effectKey, answer, cancellationToken);
        Wake();
    }

    /// <summary>Waits until every event that was posted before the call is taken.</summary>
    /// <exception cref="OutsideException">The queue is halted.</exception>
    public Task<GateState> WaitForQuietAsync(CancellationToken cancellationToken)
    {
        var quiet = Signals.New<GateState>();
        lock (_guard)
        {
            _waitingForQuiet.Add(quiet);
            if (_isHalted)
            {
                FailWaiters();
            }
        }

        Wake();
        return quiet.WaitAsync(cancellationToken);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            do
            {
                while (await TakeWaitingEventsAsync(cancellationToken))
                {
                }
            }
            while (await _wake.Reader.ReadAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The edge of the loop: a bug halts this queue, visibly, and no other.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            lock (_guard)
            {
                _isHalted = true;
                FailWaiters();
            }

            Log.Halted(logger, Name.Value, exception);
            board.Warn($"queue {Name}", $"Queue {Name} is halted by an error of the server: {exception.Message} Restart the server and report it.");
        }
    }

    private void FailWaiters()
    {
        _waitingForQuiet.ForEach(waiter => waiter.TrySetException(new OutsideException($"Queue {Name} is halted by an error of the server; restart the server and report it.", isTransient: true)));
        _waitingForQuiet.Clear();
    }

    // Also for what is known already: it may have been written by a call that failed after it, and then nobody was woken.
    private void Wake() => _wake.Writer.TryWrite(true);

    private GateState Replay(StoredQueue stored)
    {
        var state = stored.Snapshot;
        var at = stored.SnapshotAt;
        while (at < stored.Applied)
        {
            foreach (var one in store.ReadEvents(state.Rules.Name, at, MostEventsAtOnce).TakeWhile(one => one.Number <= stored.Applied))
            {
                state = Gate.Apply(state, one.Event).Next;
                at = one.Number;
            }
        }

        return state;
    }

    /// <returns>True when there were events.</returns>
    private async Task<bool> TakeWaitingEventsAsync(CancellationToken cancellationToken)
    {
        var quietBefore = Waiters();
        var waiting = await WithDiskAsync(() => Task.FromResult(store.ReadEvents(Name, _applied, MostEventsAtOnce)), cancellationToken);
        if (waiting.Count > 0)
        {
            await TakeAsync(waiting, cancellationToken);
        }

        if (waiting.Count < MostEventsAtOnce)
        {
            Settle(quietBefore);
            return waiting.Count > 0;
        }

        return true;
    }

    private async Task TakeAsync(IReadOnlyList<StoredEvent> waiting, CancellationToken cancellationToken)
    {
        var state = _state;
        var applied = new List<AppliedEvent>(waiting.Count);
        foreach (var one in waiting)
        {
            var decision = Gate.Apply(state, one.Event);
            applied.Add(new AppliedEvent(one, decision));
            state = decision.Next;
        }

        var last = waiting[^1].Number;
        var isSnapshotDue = last - _snapshotAt >= options.EventsPerSnapshot;
        await WithDiskAsync(() => store.SaveAsync(Name, _applied, applied, isSnapshotDue ? state : null, cancellationToken), cancellationToken);
        _state = state;
        Volatile.Write(ref _applied, last);
        _snapshotAt = isSnapshotDue ? last : _snapshotAt;
        foreach (var reason in applied.SelectMany(one => one.Decision.Why))
        {
            Log.Decided(logger, Name.Value, reason.Text);
        }

        dispatcher.Dispatch(this, [.. applied.SelectMany(one => one.Decision.Effects)]);
        board.Show(state);
    }

    // Nothing may be done of what is not on disk, so the queue waits for the disk, as long as that takes.
    private async Task<T> WithDiskAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var done = await work();
                board.Warn($"disk of {Name}", null);
                return done;
            }
            catch (StorageException exception)
            {
                Log.DiskFailed(logger, Name.Value, options.RetryDelay, exception.Message);
                board.Warn($"disk of {Name}", $"Queue {Name} waits for its database: {exception.Message}");
            }

            await Task.Delay(options.RetryDelay, clock, cancellationToken);
        }
    }

    private TaskCompletionSource<GateState>[] Waiters()
    {
        lock (_guard)
        {
            return [.. _waitingForQuiet];
        }
    }

    private void Settle(TaskCompletionSource<GateState>[] waiters)
    {
        lock (_guard)
        {
            _waitingForQuiet.RemoveAll(waiters.Contains);
        }

        Array.ForEach(waiters, waiter => waiter.TrySetResult(_state));
    }
}
