using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Looks at a town when nothing more happens by itself: nobody waits without a reason, nothing runs for nobody.</summary>
internal sealed class QuietWatch(Town town)
{
    public void Check()
    {
        var wanted = new HashSet<BuildId>();
        foreach (var queue in town.Queues)
        {
            foreach (var pipeline in queue.State.Queues)
            {
                foreach (var item in pipeline.Items)
                {
                    CheckItem(queue.Name, pipeline, item, wanted);
                }

                CheckBudget(queue, pipeline);
            }
        }

        foreach (var build in town.Running.Concat(town.WaitingBuilds))
        {
            Demand(wanted.Contains(build.Id), $"{build.Id} ({build.Wish.Job.Name}) still runs, but no item wants it");
        }
    }

    /// <summary>When all builds have ended: nothing is in a queue but what a freeze holds, and what is behind that.</summary>
    public void CheckEnd()
    {
        foreach (var queue in town.Queues)
        {
            foreach (var pipeline in queue.State.Queues.Where(pipeline => !pipeline.Items.IsEmpty))
            {
                Demand(
                    pipeline.Items.Any(item => item.Wait == Wait.Frozen),
                    $"nothing is stuck: all builds have ended, but {string.Join(", ", pipeline.Items.Select(item => $"{item.Title} ({item.Wait}: {item.WaitsFor})"))} are still in {pipeline.Pipeline} of queue {queue.Name}");
            }

            Demand(queue.State.Waiting.Values.All(reason => reason.Length > 0), $"a change waits outside queue {queue.Name} without a reason");
        }
    }

    private static void CheckItem(QueueName name, PipelineQueue pipeline, QueueItem item, HashSet<BuildId> wanted)
    {
        var open = StatesOf(item).SelectMany(state => state.Builds).Where(build => build.Result is null).Select(build => build.Id).ToArray();
        wanted.UnionWith(open);
        var isBuilt = item.Buildset?.Builds.Any(build => build.Result is null) ?? false;
        var title = $"{item.Title} in {pipeline.Pipeline} of queue {name}";
        Demand(isBuilt || item.Wait != Wait.None, $"nobody waits without a reason: {title} is neither built nor waits for anything");
        Demand(item.Wait == Wait.None || item.WaitsFor.Length > 0, $"nobody waits without a reason: {title} waits, but nobody knows for what");
        Demand(!item.IsSubmitting, $"{title} is being merged, but its answer was given");
    }

    private static IEnumerable<Buildset> StatesOf(QueueItem item) => new[] { item.Buildset, item.Former }.OfType<Buildset>().Concat(item.Alternatives);

    private static void CheckBudget(TownQueue queue, PipelineQueue pipeline)
    {
        var plan = queue.State.Rules.Pipeline(pipeline.Pipeline);
        if (plan is not { Strategy: Strategy.Probabilistic, Manager: PipelineManager.Dependent })
        {
            return;
        }

        var busy = pipeline.Items.SelectMany(StatesOf).Count(state => state.Builds.Any(build => build.Result is null));
        Demand(busy <= plan.BuildBudget, $"budget: {busy} states of queue {queue.Name} are built at once, but the budget is {plan.BuildBudget}");
    }

    private static void Demand(bool holds, string fault)
    {
        if (!holds)
        {
            throw new HistoryFault(fault);
        }
    }
}
