using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Lets the window of a queue grow with each merge and shrink with each failure of tests at its head.</summary>
internal static class Windows
{
    public static void Grow(Turn turn, PipelinePlan pipeline)
    {
        var queue = turn.Queue(pipeline.Name);
        if (pipeline.Window.Ceiling == 0 || queue.Window < pipeline.Window.Ceiling)
        {
            turn.Replace(queue with { Window = queue.Window + 1 });
        }
    }

    public static void Shrink(Turn turn, PipelinePlan pipeline)
    {
        var queue = turn.Queue(pipeline.Name);
        var size = Math.Max(pipeline.Window.Floor, queue.Window / 2);
        if (pipeline.Manager == PipelineManager.Dependent && size < queue.Window)
        {
            turn.Replace(queue with { Window = size });
            turn.Because(null, ReasonKind.Window, $"The window of {pipeline.Name} in queue {turn.State.Rules.Name} shrank from {queue.Window} to {size}.");
        }
    }
}
