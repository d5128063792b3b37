using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Finds the changes that belong with one: those it needs, those that need it and those of its topic, and theirs in turn, as they are now.</summary>
internal sealed class RelatedChanges(Connections connections)
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
            if (connections.FindSource(id.Connection) is { } source && await source.FindChangeAsync(id, cancellationToken) is { } needed)
            {
                needs.Add(needed);
            }
        }

        return needs;
    }

    // Every source is asked: a change of one may name a change of another.
    private async Task<IEnumerable<Change>> FindNearAsync(Change change, CancellationToken cancellationToken)
    {
        var near = new List<Change>();
        foreach (var source in connections.Sources.OfType<IRelatedChanges>())
        {
            near.AddRange(await source.FindRelatedAsync(change, cancellationToken));
        }

        return near;
    }
}
