using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>
/// Hands out room on executors that can run a job, where the quotas of its project have room: to the lowest priority number first; among equals to the share with the fewest running builds, so that one with
/// many builds does not keep the others waiting; then to who asked first. Of several executors with room the one with the largest part of it free is taken.
/// </summary>
internal sealed class BuildSlots(IReadOnlyList<IExecutor> executors, TimeProvider clock) : IExecutors
{
    private readonly Lock _guard = new();
    private readonly Place[] _places = [.. executors.Select(executor => new Place(executor))];
    private readonly List<Waiter> _waiting = [];
    private readonly Dictionary<BuildId, Place> _retaken = [];
    private readonly Quotas _quotas = new();
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private long _order;
    private TaskCompletionSource? _closing;

    /// <summary>Why no executor can run a job.</summary>
    /// <returns>What they say; null when one can.</returns>
    public string? FindObstacle(JobPlan job)
    {
        var obstacles = _places.Select(place => place.FindObstacle(job)).ToArray();
        return obstacles.Length > 0 && obstacles.All(obstacle => obstacle is not null) ? string.Join(' ', obstacles) : null;
    }

    /// <summary>A build that went on without the server has its room still, whether there is any or the executor is drained; <see cref="TakeAsync"/> gives it that at once.</summary>
    /// <returns>False where the executor is not there any more, or its builds do not outlive the server.</returns>
    public bool TryRetake(BuildId build, ProjectName project, string executor)
    {
        lock (_guard)
        {
            if (_places.FirstOrDefault(place => place.Executor.Name == executor) is not { Executor: ILastingExecutor } found)
            {
                return false;
            }

            found.Builds.Add(build);
            _quotas.Take(build, project);
            _retaken.Add(build, found);
            return true;
        }
    }

    /// <summary>Whether a build has its room from before the start, and did not take it yet.</summary>
    public bool HasRetaken(BuildId build)
    {
        lock (_guard)
        {
            return _retaken.ContainsKey(build);
        }
    }

    public async Task<BuildSlot> TakeAsync(SlotWish wish, CancellationToken cancellationToken)
    {
        if (FindRetaken(wish) is { } before)
        {
            return SlotOn(before, wish);
        }

        var waiter = new Waiter(wish, [.. _places.Where(place => place.FindObstacle(wish.Job) is null)], clock.GetUtcNow());
        lock (_guard)
        {
            waiter.Order = _order++;
            _waiting.Add(waiter);
        }

        HandOut();
        try
        {
            return await waiter.Slot.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_guard)
            {
                _waiting.Remove(waiter);
            }

            throw;
        }
    }

    /// <summary>Takes over the quotas of another site.</summary>
    public void SetQuotas(ImmutableArray<QuotaPlan> quotas)
    {
        lock (_guard)
        {
            _quotas.Change(quotas);
        }

        HandOut();
    }

    /// <summary>Gives an executor no more builds, or builds again.</summary>
    /// <param name="executor">Its name.</param>
    /// <param name="drain">Who asked and why; null to give it builds again.</param>
    public void SetDrain(string executor, Drain? drain)
    {
        lock (_guard)
        {
            foreach (var place in _places.Where(place => place.Executor.Name == executor))
            {
                place.Drain = drain;
            }
        }

        HandOut();
    }

    /// <summary>Hands out no more room, for good.</summary>
    /// <returns>Completes when all that was handed out was given back; builds that outlive the server are not waited for.</returns>
    public Task CloseAsync()
    {
        lock (_guard)
        {
            _closing ??= Signals.New();
            TellWhenEmpty();
            return _closing.Task;
        }
    }

    public IReadOnlyList<ExecutorStanding> Standings()
    {
        lock (_guard)
        {
            return
            [
                .. _places.Select(place => new ExecutorStanding(
                    place.Executor.Name, place.Labels, place.Capacity, [.. place.Builds], _waiting.Count(waiter => waiter.Places.Contains(place)), place.Drain)),
            ];
        }
    }

    public IReadOnlyList<QuotaStanding> Quotas()
    {
        lock (_guard)
        {
            return _quotas.Standings([.. _waiting.Select(waiter => waiter.Wish.Project)]);
        }
    }

    public BuildWait? FindWait(BuildId build)
    {
        lock (_guard)
        {
            if (_waiting.Find(waiter => waiter.Wish.Build == build) is not { } found)
            {
                return null;
            }

            var quota = _quotas.FindFull(found.Wish.Project);
            var before = _waiting.Where(other => Rank(other).CompareTo(Rank(found)) < 0);
            var count = quota is null
                ? before.Count(other => other.Places.Intersect(found.Places).Any())
                : before.Count(other => quota.IsFor(other.Wish.Project));
            return new BuildWait([.. found.Places.Select(place => place.Executor.Name)], count, found.Since, quota);
        }
    }

    // One that waits for an executor without room, or for a quota, does not hold up those behind it that want another one.
    private void HandOut()
    {
        lock (_guard)
        {
            while (_closing is null && _places.Any(place => place.HasRoom) && _waiting.Where(MayRun).MinBy(Rank) is { } next)
            {
                _waiting.Remove(next);
                HandOut(next, next.Places.Where(place => place.HasRoom).MinBy(place => (double)place.Builds.Count / place.Capacity)!);
            }
        }
    }

    private bool MayRun(Waiter waiter) => waiter.Places.Any(place => place.HasRoom) && _quotas.FindFull(waiter.Wish.Project) is null;

    private void HandOut(Waiter waiter, Place place)
    {
        // One that was cancelled while it waited takes no room.
#pragma warning disable CA2000 // The one who asked disposes it.
        if (waiter.Slot.TrySetResult(SlotOn(place, waiter.Wish)))
#pragma warning restore CA2000
        {
            place.Builds.Add(waiter.Wish.Build);
            _quotas.Take(waiter.Wish.Build, waiter.Wish.Project);
            Count(place, waiter.Wish);
        }
    }

    private Place? FindRetaken(SlotWish wish)
    {
        lock (_guard)
        {
            if (_retaken.Remove(wish.Build, out var place))
            {
                Count(place, wish);
            }

            return place;
        }
    }

    private void Count(Place place, SlotWish wish)
    {
        place.Pausing += wish.Job.Pauses ? 1 : 0;
        _running[wish.Share] = _running.GetValueOrDefault(wish.Share) + 1;
    }

    private BuildSlot SlotOn(Place place, SlotWish wish) => new(place.Executor, () => GiveBack(wish, place));

    private void GiveBack(SlotWish wish, Place place)
    {
        lock (_guard)
        {
            place.Builds.Remove(wish.Build);
            _quotas.GiveBack(wish.Build);
            place.Pausing -= wish.Job.Pauses ? 1 : 0;
            if (--_running[wish.Share] == 0)
            {
                _running.Remove(wish.Share);
            }

            TellWhenEmpty();
        }

        HandOut();
    }

    private void TellWhenEmpty()
    {
        if (_places.All(place => place.Executor is ILastingExecutor ? place.Pausing == 0 : place.Builds.Count == 0))
        {
            _closing?.TrySetResult();
        }
    }

    private (int Priority, int Running, long Order) Rank(Waiter waiter) => (waiter.Wish.Priority, _running.GetValueOrDefault(waiter.Wish.Share), waiter.Order);

    private sealed record Waiter(SlotWish Wish, ImmutableArray<Place> Places, DateTimeOffset Since)
    {
        public TaskCompletionSource<BuildSlot> Slot { get; } = Signals.New<BuildSlot>();

        public long Order { get; set; }
    }

    private sealed class Place(IExecutor executor)
    {
        public IExecutor Executor { get; } = executor;

        public int Capacity { get; } = executor.Capacity;

        public ImmutableArray<string> Labels { get; } = [.. executor.Labels.Order(StringComparer.Ordinal)];

        public List<BuildId> Builds { get; } = [];

        /// <summary>How many of them pause when their steps are done; such a build does not outlive the server.</summary>
        public int Pausing { get; set; }

        public Drain? Drain { get; set; }

        public bool HasRoom => Drain is null && Builds.Count < Capacity;

        public string? FindObstacle(JobPlan job) =>
            job.Pauses && Executor is not IPausingExecutor
                ? $"Executor '{Executor.Name}' has no builds that pause; take .Pauses() away or use another executor."
                : ExecutorLabels.FindObstacle(Executor, Labels, job);
    }
}
