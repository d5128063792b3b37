using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Hands out room on executors: to the lowest priority number first, among equals to who asked first.</summary>
internal sealed class BuildSlots
{
    private readonly Lock _guard = new();
    private readonly (IExecutor Executor, int Capacity)[] _executors;
    private readonly int[] _used;
    private readonly PriorityQueue<TaskCompletionSource<BuildSlot>, (int Priority, long Order)> _waiting = new();
    private long _order;

    public BuildSlots(IReadOnlyList<IExecutor> executors)
    {
        _executors = [.. executors.Select(executor => (executor, executor.Capacity))];
        _used = new int[_executors.Length];
    }

    public async Task<BuildSlot> TakeAsync(int priority, CancellationToken cancellationToken)
    {
        var wish = Signals.New<BuildSlot>();
        lock (_guard)
        {
            _waiting.Enqueue(wish, (priority, _order++));
        }

        HandOut();
        return await wish.WaitAsync(cancellationToken);
    }

    private void HandOut()
    {
        lock (_guard)
        {
            while (_waiting.Count > 0 && FindFree() is { } place)
            {
                // A wish that was cancelled while it waited takes no room.
#pragma warning disable CA2000 // The one who asked disposes it.
                if (_waiting.Dequeue().TrySetResult(new BuildSlot(_executors[place].Executor, () => GiveBack(place))))
#pragma warning restore CA2000
                {
                    _used[place]++;
                }
            }
        }
    }

    private int? FindFree()
    {
        for (var place = 0; place < _executors.Length; place++)
        {
            if (_used[place] < _executors[place].Capacity)
            {
                return place;
            }
        }

        return null;
    }

    private void GiveBack(int place)
    {
        lock (_guard)
        {
            _used[place]--;
        }

        HandOut();
    }
}
