using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Takes items out of queues and stops what runs for them.</summary>
internal static class Leaving
{
    /// <summary>Takes out an item that did not end by its own builds.</summary>
    public static void Leave(Turn turn, PipelinePlan pipeline, QueueItem item, string reason, bool isTold)
    {
        turn.Because(item.Change.Id, ReasonKind.Left, $"{item.Change.Id} left {pipeline.Name}: {reason}.");
        if (isTold)
        {
            Reports.Left(turn, pipeline, item, reason);
        }

        TakeOut(turn, pipeline, item, $"{item.Change.Id} ahead of it left the queue: {reason}");
    }

    /// <summary>Takes out an item with the copies that stood ahead of it, and cancels its builds.</summary>
    public static void TakeOut(Turn turn, PipelinePlan pipeline, QueueItem item, string farewell)
    {
        CancelBuilds(turn, item, farewell);
        turn.Remove(pipeline.Name, item.Id, farewell);
        var queue = turn.Queue(pipeline.Name);
        for (var copy = queue.Find(item.Ahead); copy is { IsLive: false }; copy = queue.Find(copy.Ahead))
        {
            turn.Remove(pipeline.Name, copy.Id, farewell);
        }
    }

    /// <summary>Throws away what an item is tested on, so that the next pass makes it anew.</summary>
    public static QueueItem Reset(Turn turn, PipelinePlan pipeline, QueueItem item, ItemId? newAhead, string reason)
    {
        CancelBuilds(turn, item, reason);
        var wasBuilding = item.Buildset is not null;
        if (wasBuilding)
        {
            turn.Because(item.Change.Id, ReasonKind.Reset, $"{item.Change.Id} is tested anew in {pipeline.Name}: {reason}.");
        }

        var reset = item with { Ahead = newAhead, Buildset = null, Resets = item.Resets + (wasBuilding ? 1 : 0) };
        turn.Replace(pipeline.Name, reset);
        return reset;
    }

    public static void CancelBuilds(Turn turn, QueueItem item, string reason)
    {
        foreach (var build in (item.Buildset?.Builds ?? []).Where(build => build.Result is null))
        {
            turn.Emit(new CancelBuild(build.Id, reason));
        }
    }
}
