using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Lets builds wait for the semaphores of the site: all that a job names at once, lowest priority number first.</summary>
internal sealed class BuildSemaphores
{
    private readonly Lock _guard = new();
    private readonly Dictionary<BuildId, TaskCompletionSource> _wishes = [];
    private SemaphoreTable _table = SemaphoreTable.Of(ImmutableSortedDictionary<string, int>.Empty);

    /// <summary>The site has these counts now.</summary>
    public void Recount(ImmutableSortedDictionary<string, int> counts)
    {
        lock (_guard)
        {
            Take(_table.Recount(counts));
        }
    }

    /// <summary>A build that runs already holds what it names; <see cref="TakeAsync"/> gives it that.</summary>
    public void Retake(BuildId build, ImmutableArray<string> names)
    {
        lock (_guard)
        {
            _table = _table.Retake(build, names);
        }
    }

    /// <summary>Waits until a build holds what it names.</summary>
    /// <returns>Gives all of it back when disposed.</returns>
    public async Task<IDisposable> TakeAsync(BuildId build, int priority, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var held = new Holding(this, build);
        try
        {
            await Ask(build, priority, names).WaitAsync(cancellationToken);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private TaskCompletionSource Ask(BuildId build, int priority, ImmutableArray<string> names)
    {
        lock (_guard)
        {
            var wish = _wishes[build] = Signals.New();
            Take(_table.Ask(build, priority, names));
            return wish;
        }
    }

    private void Leave(BuildId build)
    {
        lock (_guard)
        {
            _wishes.Remove(build);
            Take(_table.Leave(build));
        }
    }

    private void Take(SemaphoreGrants grants)
    {
        _table = grants.Next;
        foreach (var build in grants.MayStart)
        {
            _wishes[build].TrySetResult();
        }
    }

    private sealed class Holding(BuildSemaphores owner, BuildId build) : IDisposable
    {
        private BuildSemaphores? _owner = owner;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Leave(build);
    }
}
