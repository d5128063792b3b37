using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Hands out room on executors that can run a job: to the lowest priority number first, among equals to who asked first.</summary>
internal sealed class BuildSlots(IReadOnlyList<IExecutor> executors)
{
    private readonly Lock _guard = new();
    private readonly Place[] _places = [.. executors.Select(executor => new Place(executor))];
    private readonly SortedDictionary<(int Priority, long Order), Wish> _waiting = [];
    private long _order;

    /// <summary>Why no executor can run a job.</summary>
    /// <returns>What they say; null when one can.</returns>
    public string? FindObstacle(JobPlan job)
    {
        var obstacles = _places.Select(place => FindObstacle(place.Executor, job)).ToArray();
        return obstacles.Length > 0 && obstacles.All(obstacle => obstacle is not null) ? string.Join(' ', obstacles) : null;
    }

    public async Task<BuildSlot> TakeAsync(int priority, JobPlan job, CancellationToken cancellationToken)
    {
        var wish = new Wish(Signals.New<BuildSlot>(), [.. _places.Where(place => FindObstacle(place.Executor, job) is null)]);
        lock (_guard)
        {
            _waiting.Add((priority, _order++), wish);
        }

        HandOut();
        return await wish.Slot.WaitAsync(cancellationToken);
    }

    private static string? FindObstacle(IExecutor executor, JobPlan job) => job.Pauses && executor is not IPausingExecutor
        ? $"Executor '{executor.Name}' has no builds that pause; take .Pauses() away or use another executor."
        : executor.FindObstacle(job);

    // One that waits for an executor without room does not hold up those behind it that want another one.
    private void HandOut()
    {
        lock (_guard)
        {
            foreach (var (key, wish) in _waiting.ToArray())
            {
                if (_places.All(place => !place.HasRoom))
                {
                    return;
                }

                if (wish.Places.FirstOrDefault(place => place.HasRoom) is { } free)
                {
                    _waiting.Remove(key);

                    // A wish that was cancelled while it waited takes no room.
#pragma warning disable CA2000 // The one who asked disposes it.
                    free.Used += wish.Slot.TrySetResult(new BuildSlot(free.Executor, () => GiveBack(free))) ? 1 : 0;
#pragma warning restore CA2000
                }
            }
        }
    }

    private void GiveBack(Place place)
    {
        lock (_guard)
        {
            place.Used--;
        }

        HandOut();
    }

    private sealed record Wish(TaskCompletionSource<BuildSlot> Slot, Place[] Places);

    private sealed class Place(IExecutor executor)
    {
        private readonly int _capacity = executor.Capacity;

        public IExecutor Executor { get; } = executor;

        public int Used { get; set; }

        public bool HasRoom => Used < _capacity;
    }
}
