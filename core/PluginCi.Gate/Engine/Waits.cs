using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Records what items wait for, once for each new cause: nothing waits without a reason.</summary>
internal static class Waits
{
    public static QueueItem ForWindow(Turn turn, QueueDraft queue, QueueItem item) =>
        Set(turn, item, Wait.Window, queue switch
        {
            { Plan: { Manager: PipelineManager.Serial } or { Strategy: Strategy.Serial } } => "those ahead of it: one is tested at a time",
            { Reach: 1 } => "a place in the window, the first of the queue",
            _ => $"a place in the window, the first {queue.Reach} of the queue",
        });

    public static QueueItem ForHolder(Turn turn, QueueItem item, QueueItem holder) =>
        Set(turn, item, Wait.Hold, $"{holder.Title} ahead of it, which holds those behind until its first jobs passed");

    public static QueueItem Set(Turn turn, QueueItem item, Wait wait, string waitsFor)
    {
        if (item.Wait == wait && item.WaitsFor == waitsFor)
        {
            return item;
        }

        if (wait != Wait.None)
        {
            turn.Because(item, ReasonKind.Waiting, $"{item.Title} waits for {waitsFor}.");
        }

        return item with { Wait = wait, WaitsFor = waitsFor };
    }

    public static QueueItem Clear(QueueItem item) => item.Wait == Wait.None ? item : item with { Wait = Wait.None, WaitsFor = "" };
}
