using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Lets the window of a queue grow with each merge and shrink with each failure of tests at its head.</summary>
internal static class Windows
{
    public static void Grow(Turn turn, QueueDraft queue) => Set(turn, queue, queue.Plan.Window.Grown(queue.Window));

    public static void Shrink(Turn turn, QueueDraft queue)
    {
        if (queue.Plan.Manager == PipelineManager.Dependent)
        {
            Set(turn, queue, Math.Min(queue.Window, queue.Plan.Window.Shrunk(queue.Window)));
        }
    }

    private static void Set(Turn turn, QueueDraft queue, int size)
    {
        if (size < queue.Window)
        {
            turn.Because((ChangeId?)null, ReasonKind.Window, $"The window of {queue.Plan.Name} in queue {turn.Rules.Name} shrank from {queue.Window} to {size}.");
        }

        queue.Window = size;
    }
}
