using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Lets the window of a queue grow with each merge and shrink with each failure of tests at its head.</summary>
internal static class Windows
{
    /// <summary>How many items from the head on may have builds: the window, or one where items run one after the other.</summary>
    public static int Reach(PipelinePlan plan, int window) => plan switch
    {
        { Manager: PipelineManager.Serial } or { Strategy: Strategy.Serial } => 1,
        { Strategy: Strategy.Probabilistic } => int.MaxValue,
        _ when window == 0 => int.MaxValue,
        _ => window,
    };

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
