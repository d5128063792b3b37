using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Looks at every decision: no effect twice, no build outside the window, no end of decisions that never comes.</summary>
internal sealed class EffectWatch
{
    // Histories take a few hundred; this many means that the gate keeps itself busy.
    private const int MostDecisions = 20_000;

    private readonly HashSet<string> _keys = [];
    private int _decisions;

    public void Check(QueueName name, GateState before, GateDecision decision)
    {
        if (++_decisions > MostDecisions)
        {
            throw new HistoryFault($"no livelock: more than {MostDecisions} decisions, the last of queue {name}");
        }

        foreach (var effect in decision.Effects)
        {
            if (!_keys.Add(effect.Key))
            {
                throw new HistoryFault($"nothing twice: {effect.Key} was asked for a second time");
            }

            if (effect is PrepareBuildset { Ref: null, Pipeline: SiteSketch.Gate } prepare)
            {
                CheckWindow(name, before, decision.Next, prepare);
            }
        }
    }

    private static void CheckWindow(QueueName name, GateState before, GateState after, PrepareBuildset prepare)
    {
        var plan = after.Rules.Pipeline(SiteSketch.Gate);
        if (plan.Strategy is Strategy.Batch or Strategy.Probabilistic && plan.Manager == PipelineManager.Dependent)
        {
            return;
        }

        var items = after.QueueOf(SiteSketch.Gate).Items;
        var place = items.Select(item => item.Buildset?.Id).ToList().IndexOf(prepare.Buildset);
        var isOneByOne = plan.Manager == PipelineManager.Serial || plan.Strategy == Strategy.Serial;
        var reach = isOneByOne ? 1 : Math.Max(WindowOf(before), WindowOf(after));
        if (place >= reach)
        {
            throw new HistoryFault($"window: {items[place].Title} at place {place + 1} of queue {name} is prepared, but the window is {reach}");
        }
    }

    private static int WindowOf(GateState state) => state.Queues.FirstOrDefault(queue => queue.Pipeline == SiteSketch.Gate)?.Window ?? 0;
}
