using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Finds the changes that belong with one: those it needs, those that need it and those of its topic, and theirs in turn, as they are now.</summary>
internal sealed class RelatedChanges(Connections connections, ILogger<RelatedChanges> logger)
{
    // A topic may be shared by any number of changes. What a change needs is always found whole; of the others so many.
    private const int MostAskedFor = 100;

    public async Task<ImmutableArray<Change>> FindAsync(Change change, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ChangeId, Change> { [change.Id] = change };
        var open = new Queue<Change>([change]);
        for (var asked = 0; open.TryDequeue(out var next); asked++)
        {
            var near = await FindNeedsAsync(next, found, cancellationToken);
            if (next.Status == ChangeStatus.Open && asked < MostAskedFor)
            {
                near.AddRange(await FindNearAsync(next, cancellationToken));
            }

            foreach (var one in near.Where(one => found.TryAdd(one.Id, one)))
            {
                open.Enqueue(one);
            }
        }

        found.Remove(change.Id);
        return [.. found.Values];
    }

    private async Task<List<Change>> FindNeedsAsync(Change change, Dictionary<ChangeId, Change> known, CancellationToken cancellationToken)
    {
        var needs = new List<Change>();

        // What is merged needs nothing any more.
        foreach (var id in change.Status == ChangeStatus.Merged ? [] : change.Needs.Where(id => !known.ContainsKey(id)))
        {
            if (await FindAsync(id, change, cancellationToken) is { } needed)
            {
                needs.Add(needed);
            }
        }

        return needs;
    }

    /// <summary>The open changes of other connections that a change needs, as far as they can be reached now.</summary>
    public async Task<IReadOnlyList<Change>> FindForeignNeedsAsync(Change change, CancellationToken cancellationToken)
    {
        var needs = new List<Change>();
        foreach (var id in change.Needs.Where(id => id.Connection != change.Id.Connection))
        {
            if (await FindAsync(id, change, cancellationToken) is { Status: ChangeStatus.Open } needed)
            {
                needs.Add(needed);
            }
        }

        return needs;
    }

    private async Task<Change?> FindAsync(ChangeId id, Change asker, CancellationToken cancellationToken)
    {
        if (connections.FindSource(id.Connection) is not { } source)
        {
            return null;
        }

        return await GuardAsync<Change?>(source, asker, null, () => source.FindChangeAsync(id, cancellationToken));
    }

    // A review system that is down must not hold up the news of another one; what it would have said is asked for again at the next look at everything.
    private async Task<T> GuardAsync<T>(IChangeSource source, Change asker, T nothing, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OutsideException exception) when (source.Connection != asker.Id.Connection)
        {
            Log.ForeignSourceSilent(logger, source.Connection, asker.Id.Value, exception.Message);
            return nothing;
        }
    }

    // Every source is asked: a change of one may name a change of another.
    private async Task<IEnumerable<Change>> FindNearAsync(Change change, CancellationToken cancellationToken)
    {
        var near = new List<Change>();
        foreach (var source in connections.Sources)
        {
            if (source is IRelatedChanges related)
            {
                near.AddRange(await GuardAsync<IReadOnlyList<Change>>(source, change, [], () => related.FindRelatedAsync(change, cancellationToken)));
            }
        }

        return near;
    }
}
