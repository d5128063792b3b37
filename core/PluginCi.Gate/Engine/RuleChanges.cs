namespace PluginCi.Gating;

/// <summary>Takes a new configuration: what it does not affect goes on.</summary>
internal static class RuleChanges
{
    public static void Take(Turn turn, RulesChanged changed)
    {
        foreach (var pipeline in turn.State.Rules.Pipelines)
        {
            var isGone = changed.Rules.Pipelines.All(other => other.Name != pipeline.Name);
            foreach (var item in turn.Queue(pipeline.Name).Items.Where(item => item.IsLive && (isGone || Left(changed.Rules, item))).ToArray())
            {
                var reason = isGone ? $"pipeline {pipeline.Name} was removed" : $"{item.Change.Project} left queue {changed.Rules.Name}";
                Leaving.Leave(turn, pipeline, item, reason, isTold: pipeline.Submits);
            }
        }

        turn.SetRules(
            changed.Rules,
            [.. changed.Rules.Pipelines.Select(pipeline =>
                turn.State.Queues.FirstOrDefault(queue => queue.Pipeline == pipeline.Name) ?? PipelineQueue.Empty(pipeline))]);
    }

    private static bool Left(QueueRules rules, QueueItem item) => !rules.Projects.Contains(item.Change.Project) && !item.IsSubmitting;
}
