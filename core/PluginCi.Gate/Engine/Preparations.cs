using System.Collections.Immutable;
using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Asks for merges, and takes their outcomes.</summary>
internal static class Preparations
{
    /// <summary>Asks for the merge of an item on the state of the item ahead, or on the branch tips.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="item">The item.</param>
    /// <param name="ahead">The state it is merged on, or null for the branch tips.</param>
    /// <param name="tested">The changes to merge and test: the item's own, or those of its whole batch.</param>
    /// <param name="onTopOf">The changes that it is tested on top of, in merge order.</param>
    /// <param name="between">Those of them that the state ahead does not hold; none unless told otherwise.</param>
    public static QueueItem Ask(
        Turn turn,
        QueueDraft queue,
        QueueItem item,
        Buildset? ahead,
        ImmutableArray<Change> tested,
        ImmutableArray<ChangeId> onTopOf,
        IEnumerable<Change>? between = null)
    {
        var onto = ahead?.Result ?? turn.State.Tips;
        if (item.Ref is { } target)
        {
            onto = onto.SetItem(target.Target, target.New);
        }

        ImmutableArray<Change> merge = [.. between ?? [], .. item.NonLive, .. tested];
        if (ahead is not null && onto.Count != turn.State.Tips.Count)
        {
            // The state ahead was made before some branch was heard of.
            onto = onto.AddRange(turn.State.Tips.Where(tip => !onto.ContainsKey(tip.Key)));
        }

        var buildset = new Buildset
        {
            Id = new BuildsetId(turn.NextId("s")),
            AheadBuildset = ahead?.Id,
            Base = onto,
            Ahead = item.NonLive.IsEmpty ? onTopOf : [.. onTopOf, .. item.NonLive.Select(change => change.Id)],
        };
        if (merge.FirstOrDefault(change => !onto.ContainsKey(change.Target)) is { } lost)
        {
            buildset = buildset with { Phase = BuildsetPhase.Conflict, Problem = $"it cannot be merged: branch {lost.Target} does not exist" };
        }
        else
        {
            turn.Emit(new PrepareBuildset(buildset.Id, queue.Plan.Name, merge, tested, item.Ref, onto, turn.At));
        }

        return queue.Replace(item with { Buildset = JobGraph.Sum(buildset), Wait = Wait.None, WaitsFor = "" });
    }

    public static void Take(Turn turn, BuildsetPrepared prepared)
    {
        foreach (var queue in turn.Queues)
        {
            for (var place = 0; place < queue.Count; place++)
            {
                var item = queue[place];
                if (item.Buildset is { Phase: BuildsetPhase.Preparing } preparing && preparing.Id == prepared.Buildset)
                {
                    Settle(turn, queue, Entanglement.Learn(turn, queue, item, prepared.Preparation), preparing, prepared.Preparation);
                    return;
                }

                if (item.Alternatives.FirstOrDefault(state => state.Id == prepared.Buildset) is { Phase: BuildsetPhase.Preparing } ahead)
                {
                    item = Entanglement.Learn(turn, queue, item, prepared.Preparation);
                    queue[place] = item with { Alternatives = item.Alternatives.Replace(ahead, Fill(ahead, prepared.Preparation)) };
                    return;
                }
            }
        }
    }

    /// <summary>Tells people what came of the preparation of the state that an item is judged by.</summary>
    public static QueueItem Announce(Turn turn, QueueDraft queue, QueueItem item) => item.Buildset switch
    {
        { Phase: BuildsetPhase.Prepared } prepared => Reports.Start(turn, queue.Plan, item, prepared),
        { Phase: BuildsetPhase.Conflict, Conflict: not null } state => Reports.Conflict(turn, queue.Plan, item, state),
        _ => item,
    };

    public static string DescribeBase(Buildset buildset) =>
        buildset.Ahead.IsEmpty ? "the branch tips" : "the branch tips with " + string.Join(", ", buildset.Ahead);

    private static void Settle(Turn turn, QueueDraft queue, QueueItem item, Buildset buildset, Preparation preparation)
    {
        switch (preparation)
        {
            case ReadyToBuild ready:
                turn.Because(item, ReasonKind.Prepared, $"{item.Title} is merged on {DescribeBase(buildset)}.");
                var prepared = buildset with { Phase = BuildsetPhase.Prepared, Result = ready.Result, Jobs = ready.Jobs, Effect = ready.Effect };
                item = Reuse.Adopt(turn, item with { Buildset = JobGraph.Sum(prepared) });
                queue.Replace(item);
                foreach (var member in BatchWalk.MembersOf(queue, item))
                {
                    queue.Replace(Reports.Start(turn, queue.Plan, member, item.Buildset!));
                }

                break;
            case MergeConflict conflict when BatchWalk.TryLeaveOut(turn, queue, item, conflict):
                break;
            case MergeConflict conflict:
                item = Reuse.Drop(turn, item with { Buildset = Fail(buildset, DescribeConflict(item, conflict)) }, "it conflicts");
                turn.Because(item, ReasonKind.Failing, $"{item.Title}: {item.Buildset!.Problem}.");
                queue.Replace(Reports.Conflict(turn, queue.Plan, item, item.Buildset));
                break;
            case ConfigurationErrors errors:
                var lines = string.Join('\n', errors.Diagnostics);
                turn.Because(item, ReasonKind.Failing, $"{item.Title} has errors in its configuration: {lines}");
                queue.Replace(Reuse.Drop(turn, item with { Buildset = JobGraph.Sum(buildset with { Phase = BuildsetPhase.Misconfigured, Problem = lines }) }, "its configuration has errors"));
                break;
            default:
                throw new UnreachableException($"Unknown preparation {preparation.GetType().Name}.");
        }
    }

    // A state that is built ahead of time is told of only when it is needed.
    private static Buildset Fill(Buildset state, Preparation preparation) => JobGraph.Sum(preparation switch
    {
        ReadyToBuild ready => state with { Phase = BuildsetPhase.Prepared, Result = ready.Result, Jobs = ready.Jobs, Effect = ready.Effect },
        MergeConflict conflict => Fail(state, conflict.Text),
        ConfigurationErrors errors => state with { Phase = BuildsetPhase.Misconfigured, Problem = string.Join('\n', errors.Diagnostics) },
        _ => throw new UnreachableException($"Unknown preparation {preparation.GetType().Name}."),
    });

    private static Buildset Fail(Buildset state, string conflict) => JobGraph.Sum(state with
    {
        Phase = BuildsetPhase.Conflict,
        Conflict = conflict,
        Problem = $"it cannot be merged on {DescribeBase(state)}: {conflict}",
    });

    private static string DescribeConflict(QueueItem item, MergeConflict conflict) =>
        conflict.Change is { } about && (item.Changes.Length > 1 || !item.Has(about)) ? $"{about}: {conflict.Text}" : conflict.Text;
}
