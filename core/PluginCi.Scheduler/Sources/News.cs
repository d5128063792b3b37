using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Turns hints into facts: asks the source what is true now, and posts that to the queues concerned.</summary>
internal sealed class News(SiteKeeper sites, QueueSet queues, Repositories repositories, TimeProvider clock)
{
    /// <summary>Tells of a change that something happened to.</summary>
    public async Task TellChangeAsync(IChangeSource source, ChangeHappened happened, CancellationToken cancellationToken)
    {
        if (await source.FindChangeAsync(happened.Change, cancellationToken) is not { } change)
        {
            return;
        }

        Trigger? trigger = happened.Kind switch
        {
            ChangeHappening.Patchset => Trigger.Patchset,
            ChangeHappening.Approved => Trigger.Approved,
            ChangeHappening.Recheck => Trigger.Recheck,
            ChangeHappening.Restored => Trigger.Restored,
            ChangeHappening.Updated => null,
        };
        await PostAsync(source, change, trigger, KeyOf(change, trigger) ?? $"told:{source.Connection}:{happened.Key}", cancellationToken);
    }

    /// <summary>Tells where a branch is now, where that is news.</summary>
    public async Task TellBranchAsync(IChangeSource source, ProjectBranch branch, CancellationToken cancellationToken)
    {
        if (branch == sites.Branch && await sites.RefreshAsync(cancellationToken))
        {
            await queues.ApplyAsync(sites.Current, cancellationToken);
        }

        var knowing = queues.QueuesThatKnow(branch).ToArray();
        if (knowing.Length == 0)
        {
            return;
        }

        var tip = await repositories.ReadTipAsync(source.Connection, branch, cancellationToken);
        foreach (var queue in knowing)
        {
            // Compared after the queue took all that was posted: a submit of its own is no news.
            var state = await queue.WaitForQuietAsync(cancellationToken);
            if (state.Tips.GetValueOrDefault(branch) != tip)
            {
                var now = clock.GetUtcNow();
                await queue.PostAsync($"branch:{branch}:{now.UtcTicks}", new BranchMoved(now, branch, tip), cancellationToken);
            }
        }
    }

    /// <summary>Compares all that the source knows with all that the queues know, and tells the differences.</summary>
    public async Task ReconcileAsync(IChangeSource source, CancellationToken cancellationToken)
    {
        await TellBranchAsync(source, sites.Branch, cancellationToken);
        var projects = sites.Current.ProjectsOf(source.Connection).ToArray();
        foreach (var project in projects)
        {
            await TellBranchAsync(source, new ProjectBranch(project.Name, project.DefaultBranch), cancellationToken);
        }

        var open = await source.ListOpenChangesAsync([.. projects.Select(project => project.Name)], cancellationToken);
        foreach (var change in open)
        {
            await TellDifferenceAsync(source, change, cancellationToken);
        }

        await TellClosedAsync(source, [.. open.Select(change => change.Id)], cancellationToken);
    }

    private async Task TellDifferenceAsync(IChangeSource source, Change change, CancellationToken cancellationToken)
    {
        if (queues.Find(change.Project) is not { } queue)
        {
            return;
        }

        await TellUnheardAsync(source, queue, change, Trigger.Patchset, cancellationToken);
        if (change.IsApproved)
        {
            await TellUnheardAsync(source, queue, change, Trigger.Approved, cancellationToken);
        }

        var known = (await queue.WaitForQuietAsync(cancellationToken)).Changes.GetValueOrDefault(change.Id);
        if (known is not null && ModelJson.Write(known) != ModelJson.Write(change))
        {
            await PostAsync(source, change, null, FoundKey(change), cancellationToken);
        }
    }

    // What counts is whether the trigger was heard, not what the queue knows of the change: a crash may have come between the two.
    private async Task TellUnheardAsync(IChangeSource source, QueueLoop queue, Change change, Trigger trigger, CancellationToken cancellationToken)
    {
        var key = KeyOf(change, trigger)!;
        if (!queue.HasHeard(key))
        {
            await PostAsync(source, change, trigger, key, cancellationToken);
        }
    }

    private async Task TellClosedAsync(IChangeSource source, HashSet<ChangeId> open, CancellationToken cancellationToken)
    {
        var gone = sites.Current.Queues
            .Select(rules => queues.Find(rules.Projects.Keys.First()))
            .OfType<QueueLoop>()
            .SelectMany(queue => queue.State.Changes.Values)
            .Where(change => change.Id.Connection == source.Connection && change.Status == ChangeStatus.Open && !open.Contains(change.Id))
            .Select(change => change.Id)
            .Distinct();
        foreach (var id in gone.ToArray())
        {
            if (await source.FindChangeAsync(id, cancellationToken) is { } change && change.Status != ChangeStatus.Open)
            {
                await PostAsync(source, change, null, FoundKey(change), cancellationToken);
            }
        }
    }

    private async Task PostAsync(IChangeSource source, Change change, Trigger? trigger, string key, CancellationToken cancellationToken)
    {
        var needed = await FindNeededAsync(source, change, cancellationToken);
        foreach (var queue in queues.QueuesThatKnow(change).ToArray())
        {
            foreach (var target in needed.Append(change).Select(one => one.Target).Distinct())
            {
                await EnsureTipAsync(source, queue, target, cancellationToken);
            }

            await queue.PostAsync(key, new ChangeArrived(clock.GetUtcNow(), change, trigger, needed), cancellationToken);
        }
    }

    private async Task EnsureTipAsync(IChangeSource source, QueueLoop queue, ProjectBranch branch, CancellationToken cancellationToken)
    {
        if (!queue.State.Tips.ContainsKey(branch) && await repositories.ReadTipAsync(source.Connection, branch, cancellationToken) is { } tip)
        {
            await queue.PostAsync($"branch:{branch}:first:{tip}", new BranchMoved(clock.GetUtcNow(), branch, tip), cancellationToken);
        }
    }

    /// <summary>The changes that a change needs, transitively, as they are now.</summary>
    private static async Task<ImmutableArray<Change>> FindNeededAsync(IChangeSource source, Change change, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ChangeId, Change> { [change.Id] = change };
        var open = new Queue<ChangeId>(change.Needs);
        while (open.TryDequeue(out var id))
        {
            if (!found.ContainsKey(id) && await source.FindChangeAsync(id, cancellationToken) is { } needed)
            {
                found[id] = needed;
                foreach (var next in needed.Needs)
                {
                    open.Enqueue(next);
                }
            }
        }

        return [.. found.Values.Where(needed => needed.Id != change.Id)];
    }

    // The same whether it was told or found: a patchset and an approval are taken once, also when both happen around a crash.
    private static string? KeyOf(Change change, Trigger? trigger) => trigger switch
    {
        Trigger.Patchset => $"patchset:{change.Id}:{change.Patchset}",
        Trigger.Approved => $"approved:{change.Id}:{change.Patchset}:{change.Approval}",
        Trigger.Recheck or Trigger.Restored or Trigger.RefUpdated or Trigger.Tag or Trigger.Timer or Trigger.Manual or null => null,
    };

    private string FoundKey(Change change) => $"found:{change.Id}:{change.Patchset}:{clock.GetUtcNow().UtcTicks}";
}
