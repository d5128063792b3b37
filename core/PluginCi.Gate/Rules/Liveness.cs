using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What must come back from outside before anything more happens to an item. A queue goes on only by that, or by what people do.</summary>
public static class Liveness
{
    /// <summary>What is asked for and not answered, of all items of a queue.</summary>
    /// <param name="state">The queue.</param>
    /// <returns>Each with its item and the effect's key; the build where it is one.</returns>
    public static IEnumerable<(QueueItem Item, BuildId? Build, string Key)> UnderWay(GateState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Queues.SelectMany(queue => queue.Items).SelectMany(UnderWay);
    }

    /// <summary>Looks whether the head of an ordered pipeline waits for something: for what is under way, or for the end of a freeze.</summary>
    /// <param name="state">The queue.</param>
    /// <param name="queue">One of its pipelines.</param>
    /// <returns>The head when it waits for nothing and so would stay for ever; else null.</returns>
    public static QueueItem? FindStuckHead(GateState state, PipelineQueue queue)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(queue);
        if (queue.Items.IsEmpty || state.Rules.Pipeline(queue.Pipeline).Manager is not (PipelineManager.Dependent or PipelineManager.Serial))
        {
            return null;
        }

        // A batch merges as one: the last of it waits for all.
        QueueItem[] merging = queue.Batch.IsEmpty ? [queue.Items[0]] : [.. queue.Batch.Select(id => queue.Find(id)).OfType<QueueItem>()];
        var head = merging[^1];
        var waits = head.Wait switch
        {
            Wait.None => UnderWay(head).Any(),
            Wait.Frozen => state.Freezes.Any(freeze => freeze.Stops(state.Rules, [.. merging.SelectMany(item => item.Changes)])),

            // Each of these is a wait for others of the queue.
            Wait.Window or Wait.Turn or Wait.Hold or Wait.Need or Wait.Batch or Wait.Budget => queue.Items.SelectMany(UnderWay).Any(),
        };
        return waits ? null : head;
    }

    private static IEnumerable<(QueueItem Item, BuildId? Build, string Key)> UnderWay(QueueItem item)
    {
        if (item is { IsSubmitting: true, Buildset: { } merging })
        {
            yield return (item, null, SubmitChanges.KeyOf(merging.Id));
        }

        foreach (var buildset in Reuse.All(item))
        {
            if (buildset.Phase == BuildsetPhase.Preparing)
            {
                yield return (item, null, PrepareBuildset.KeyOf(buildset.Id));
            }

            foreach (var build in buildset.Builds.Where(build => build.Result is null))
            {
                yield return (item, build.Id, StartBuild.KeyOf(build.Id));
            }
        }
    }
}
