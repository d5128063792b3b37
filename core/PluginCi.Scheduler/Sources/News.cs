using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Turns hints into facts: asks the source what is true now, and posts that to the queues concerned.</summary>
internal sealed class News(
    SiteKeeper sites, QueueSet queues, Repositories repositories, RelatedChanges related, Tips tips, ScheduleWorker schedule, TimeProvider clock) : IDisposable
{
    // Any source may bring a project that changes the site, and queues take one site after the other.
    private readonly SemaphoreSlim _applying = new(1);

    public void Dispose() => _applying.Dispose();

    /// <summary>Tells of a change that something happened to.</summary>
    public async Task TellChangeAsync(IChangeSource source, ChangeHappened happened, CancellationToken cancellationToken)
    {
        if (await source.FindChangeAsync(happened.Change, cancellationToken) is not { } change)
        {
            return;
        }

        await AdoptAsync(source, change.Project, cancellationToken);
        if (IsOfAnother(source, change.Project) && queues.All.All(queue => !queue.State.Changes.ContainsKey(change.Id)))
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
        await PostAsync(change, trigger, KeyOf(change, trigger) ?? $"told:{source.Connection}:{happened.Key}", cancellationToken);
    }

    /// <summary>Tells where a branch is now, where that is news.</summary>
    public async Task TellBranchAsync(IChangeSource source, ProjectBranch branch, CancellationToken cancellationToken)
    {
        if (branch == sites.Branch)
        {
            await ApplySiteAsync(cancellationToken);
        }

        await AdoptAsync(source, branch.Project, cancellationToken);
        var knowing = queues.QueuesThatKnow(branch).ToArray();
        if (knowing.Length == 0 || IsOfAnother(source, branch.Project))
        {
            return;
        }

        // Read after the queues took all that was posted, or a submit of theirs that ends meanwhile would look like a move back.
        await Task.WhenAll(knowing.Select(queue => queue.WaitForQuietAsync(cancellationToken)));
        var tip = await repositories.ReadTipAsync(source.Connection, branch, cancellationToken);
        foreach (var queue in knowing)
        {
            if (queue.State.Tips.GetValueOrDefault(branch) != tip)
            {
                var now = clock.GetUtcNow();
                await queue.PostAsync($"branch:{branch}:{now.UtcTicks}", new BranchMoved(now, branch, tip), cancellationToken);
            }
        }
    }

    /// <summary>Tells of a tag to be tested as it is.</summary>
    public async Task TellTagAsync(IChangeSource source, TagPushed pushed, CancellationToken cancellationToken)
    {
        await AdoptAsync(source, pushed.Project, cancellationToken);
        if (queues.Find(pushed.Project) is { } queue && !IsOfAnother(source, pushed.Project))
        {
            var tag = new RefUpdate(pushed.Project, pushed.Tag, pushed.Old, pushed.Commit, Trigger.Tag);
            await queue.PostAsync($"told:{source.Connection}:{pushed.Key}", new RefArrived(clock.GetUtcNow(), tag), cancellationToken);
        }
    }

    /// <summary>Compares all that the source knows with all that the queues know, and tells the differences.</summary>
    public async Task ReconcileAsync(IChangeSource source, CancellationToken cancellationToken)
    {
        tips.Forget();
        if (source.Connection == sites.Connection)
        {
            await TellBranchAsync(source, sites.Branch, cancellationToken);
        }

        var troubles = new List<string>();
        await TryAdoptAllAsync(source, troubles, cancellationToken);
        var projects = sites.Current.ProjectsOf(source.Connection).ToArray();
        var known = queues.All.SelectMany(queue => queue.State.Tips.Keys).ToLookup(branch => branch.Project);
        foreach (var project in projects)
        {
            await TryTellBranchesAsync(source, project.Name, known[project.Name].Append(new ProjectBranch(project.Name, project.DefaultBranch)), troubles, cancellationToken);
        }

        var open = await source.ListOpenChangesAsync([.. projects.Select(project => project.Name)], cancellationToken);
        foreach (var change in open)
        {
            await TryTellDifferenceAsync(change, troubles, cancellationToken);
        }

        await TellClosedAsync(source, [.. open.Select(change => change.Id)], cancellationToken);
        if (troubles.Count > 0)
        {
            throw new OutsideException(string.Join(' ', troubles.Distinct()), isTransient: true);
        }
    }

    // A site that took effect only in part, because the disk failed on the way, does so wholly the next time.
    private async Task ApplySiteAsync(CancellationToken cancellationToken)
    {
        await sites.RefreshAsync(cancellationToken);
        await ApplyCurrentAsync(cancellationToken);
    }

    // Two connections may have a project of one name; the site's is one of them.
    private bool IsOfAnother(IChangeSource source, ProjectName project) => sites.Current.Find(project) is { } known && known.Connection != source.Connection;

    // The first that is heard of a project that only a pattern of the site stands for puts it under its gate.
    private async Task AdoptAsync(IChangeSource source, ProjectName project, CancellationToken cancellationToken)
    {
        if (await sites.AdoptAsync(source.Connection, project, cancellationToken))
        {
            await ApplyCurrentAsync(cancellationToken);
        }
    }

    private async Task TryAdoptAllAsync(IChangeSource source, List<string> troubles, CancellationToken cancellationToken)
    {
        try
        {
            if (await sites.AdoptAllAsync(source, cancellationToken))
            {
                await ApplyCurrentAsync(cancellationToken);
            }
        }
        catch (OutsideException exception)
        {
            troubles.Add(exception.Message);
        }
    }

    private async Task ApplyCurrentAsync(CancellationToken cancellationToken)
    {
        await _applying.WaitAsync(cancellationToken);
        try
        {
            if (queues.Site != sites.Current)
            {
                await queues.ApplyAsync(sites.Current, cancellationToken);
                schedule.Wake();
            }
        }
        finally
        {
            _applying.Release();
        }
    }

    // A project that cannot be read must not keep the others from being looked after.
    private async Task TryTellBranchesAsync(
        IChangeSource source, ProjectName project, IEnumerable<ProjectBranch> known, List<string> troubles, CancellationToken cancellationToken)
    {
        try
        {
            var tips = await repositories.ReadBranchesAsync(source.Connection, project, cancellationToken);
            foreach (var branch in known.Distinct().ToArray())
            {
                if (queues.QueuesThatKnow(branch).Any(queue => queue.State.Tips.GetValueOrDefault(branch) != tips.GetValueOrDefault(branch.Branch)))
                {
                    await TellBranchAsync(source, branch, cancellationToken);
                }
            }
        }
        catch (Exception exception) when (exception is OutsideException or GitException)
        {
            troubles.Add(exception.Message);
        }
    }

    private async Task TryTellDifferenceAsync(Change change, List<string> troubles, CancellationToken cancellationToken)
    {
        try
        {
            await TellDifferenceAsync(change, cancellationToken);
        }
        catch (Exception exception) when (exception is OutsideException or GitException)
        {
            troubles.Add(exception.Message);
        }
    }

    private async Task TellDifferenceAsync(Change change, CancellationToken cancellationToken)
    {
        if (queues.Find(change.Project) is not { } queue)
        {
            return;
        }

        await TellUnheardAsync(queue, change, Trigger.Patchset, cancellationToken);
        if (change.IsApproved)
        {
            await TellUnheardAsync(queue, change, Trigger.Approved, cancellationToken);
        }

        var state = await queue.WaitForQuietAsync(cancellationToken);
        if (state.Changes.GetValueOrDefault(change.Id) is { } known
            && (ModelJson.Write(known) != ModelJson.Write(change) || await NeedsStrangerAsync(state, change, cancellationToken)))
        {
            await PostAsync(change, null, FoundKey(change), cancellationToken);
        }
    }

    // The review system of what a change needs may have been down when the change was told.
    private async Task<bool> NeedsStrangerAsync(GateState state, Change change, CancellationToken cancellationToken) =>
        (await related.FindForeignNeedsAsync(change, cancellationToken)).Any(need => !state.Changes.ContainsKey(need.Id));

    // What counts is whether the trigger was heard, not what the queue knows of the change: a crash may have come between the two.
    private async Task TellUnheardAsync(QueueLoop queue, Change change, Trigger trigger, CancellationToken cancellationToken)
    {
        var key = KeyOf(change, trigger)!;
        if (!queue.HasHeard(key))
        {
            await PostAsync(change, trigger, key, cancellationToken);
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
                await PostAsync(change, null, FoundKey(change), cancellationToken);
            }
        }
    }

    private async Task PostAsync(Change change, Trigger? trigger, string key, CancellationToken cancellationToken)
    {
        var others = await related.FindAsync(change, cancellationToken);
        var own = queues.Find(change.Project);
        foreach (var queue in queues.QueuesThatKnow(change).ToArray())
        {
            await tips.EnsureAsync(queue, [.. others, change], cancellationToken);

            // Where it is only needed, or while another queue still merges it or what it needs, it enters nothing, which must not count as heard.
            var (heardAs, enters) = queue == own && queues.FindMerging([.. others, change]) is null ? (key, trigger) : ($"near:{key}", null);
            await queue.PostAsync(heardAs, new ChangeArrived(clock.GetUtcNow(), change, enters, others), cancellationToken);
        }
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
