using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Asks for merges, and takes their outcomes.</summary>
internal static class Preparations
{
    /// <summary>Asks for the merge of an item on the state of the item ahead, or on the branch tips.</summary>
    public static QueueItem Ask(Turn turn, PipelinePlan pipeline, QueueItem item, QueueItem? ahead)
    {
        var onto = ahead?.Buildset!.Result ?? turn.State.Tips;
        var buildset = new Buildset
        {
            Id = new BuildsetId(turn.NextId("s")),
            AheadBuildset = ahead?.Buildset!.Id,
            Base = onto,
            Ahead = ahead is null ? [] : [.. ahead.Buildset!.Ahead.Where(change => IsQueued(turn, pipeline, change)), ahead.Change.Id],
        };
        if (onto.ContainsKey(item.Change.Target))
        {
            turn.Emit(new PrepareBuildset(buildset.Id, pipeline.Name, item.Change, onto, item.IsLive, turn.At));
        }
        else
        {
            buildset = buildset with { Phase = BuildsetPhase.Conflict, Problem = $"branch {item.Change.Target} does not exist" };
        }

        var asked = item with { Buildset = buildset };
        turn.Replace(pipeline.Name, asked);
        return asked;
    }

    public static void Take(Turn turn, BuildsetPrepared prepared)
    {
        foreach (var queue in turn.State.Queues)
        {
            var item = queue.Items.FirstOrDefault(item => item.Buildset?.Id == prepared.Buildset);
            if (item is { Buildset.Phase: BuildsetPhase.Preparing })
            {
                turn.Replace(queue.Pipeline, item with { Buildset = Settle(turn, item, item.Buildset, prepared.Preparation) });
            }
        }
    }

    private static Buildset Settle(Turn turn, QueueItem item, Buildset buildset, Preparation preparation)
    {
        switch (preparation)
        {
            case ReadyToBuild ready:
                turn.Because(item.Change.Id, ReasonKind.Prepared, $"{item.Change.Id} is merged on {DescribeBase(buildset)}.");
                return buildset with { Phase = BuildsetPhase.Prepared, Result = ready.Result, Jobs = ready.Jobs };
            case MergeConflict conflict:
                var problem = $"it cannot be merged on {DescribeBase(buildset)}: {conflict.Text}";
                turn.Because(item.Change.Id, ReasonKind.Failing, $"{item.Change.Id}: {problem}.");
                return buildset with { Phase = BuildsetPhase.Conflict, Problem = problem };
            case ConfigurationErrors errors:
                var lines = string.Join('\n', errors.Diagnostics);
                turn.Because(item.Change.Id, ReasonKind.Failing, $"{item.Change.Id} has errors in its configuration: {lines}");
                return buildset with { Phase = BuildsetPhase.Misconfigured, Problem = lines };
            default:
                throw new UnreachableException($"Unknown preparation {preparation.GetType().Name}.");
        }
    }

    public static string DescribeBase(Buildset buildset) =>
        buildset.Ahead.IsEmpty ? "the branch tips" : "the branch tips with " + string.Join(", ", buildset.Ahead);

    private static bool IsQueued(Turn turn, PipelinePlan pipeline, ChangeId change) =>
        turn.Queue(pipeline.Name).Items.Any(item => item.Change.Id == change);
}
