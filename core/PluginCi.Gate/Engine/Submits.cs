using System.Collections.Immutable;
using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Asks for merges of what passed, and takes the answers.</summary>
internal static class Submits
{
    /// <summary>Asks for the merge of an item whose every voting job passed, if merges are not frozen; one that is known to be outdated leaves. Whether the branches are where its tests assumed them, the merge itself compares.</summary>
    public static void Ask(Turn turn, QueueDraft queue, QueueItem item, ImmutableArray<Change> changes)
    {
        foreach (var member in BatchWalk.MembersOf(queue, item))
        {
            if (member.Changes.FirstOrDefault(change => WhyOutdated(turn, change) is not null) is { } outdated)
            {
                Leaving.Leave(turn, queue, member, outdated, WhyOutdated(turn, outdated)!, Farewell.Quiet);
                return;
            }
        }

        if (Freezing.Find(turn, changes) is { } freeze)
        {
            queue.Replace(Waits.Set(turn, item, Wait.Frozen, Freezing.Describe(freeze)));
            return;
        }

        var buildset = item.Buildset!;
        foreach (var member in BatchWalk.MembersOf(queue, item))
        {
            queue.Replace(Waits.Clear(member) with { IsSubmitting = true });
        }

        turn.Because(item, ReasonKind.Submitting, $"{item.Title} passed and is being merged.");
        turn.Emit(new SubmitChanges(
            item.Id,
            buildset.Id,
            changes,
            buildset.Base.RemoveRange(buildset.Base.Keys.Where(branch => !turn.Rules.Has(branch.Project))),
            changes.Select(change => change.Target).Distinct().ToImmutableSortedDictionary(target => target, target => buildset.Result[target])));
    }

    public static void Take(Turn turn, SubmitEnded ended)
    {
        foreach (var queue in turn.Queues)
        {
            if (queue.Find(ended.Item) is { IsSubmitting: true } item && item.Buildset?.Id == ended.Buildset)
            {
                Settle(turn, queue, item, ended.Outcome);
                Enqueueing.TryWaiting(turn);
                return;
            }
        }
    }

    private static void Settle(Turn turn, QueueDraft queue, QueueItem item, SubmitOutcome outcome)
    {
        switch (outcome)
        {
            case Submitted:
                Merge(turn, queue, item);
                break;
            case SubmitRefused refused when BatchWalk.MembersOf(queue, item) is { Length: > 1 } members:
                Release(queue, item);
                BatchWalk.Part(turn, queue, members.FirstOrDefault(member => refused.Change is { } change && member.Has(change)), refused.Reason);
                break;
            case SubmitRefused refused:
                GiveUp(turn, queue, item, refused.Reason);
                break;
            case SubmitOvertaken overtaken:
                Release(queue, item);
                BranchMoves.Learn(turn, overtaken.Branch, overtaken.Tip);
                ResetIfUntouched(turn, queue, item, $"{overtaken.Branch} moved before it could be merged");
                break;
            case SubmitHeld:
                Release(queue, item);
                BatchWalk.Disband(turn, queue, item, "merges were frozen before its merge was begun");
                ResetIfUntouched(turn, queue, item, "merges were frozen before its merge was begun");
                break;
            case SubmitTorn torn:
                Freezing.Stop(turn, torn.Reason);
                foreach (var (branch, commit) in torn.Pushed)
                {
                    turn.SetTip(branch, commit);
                }

                GiveUp(turn, queue, item, torn.Reason);
                break;
            case SubmitDiffers differs:
                Freezing.Stop(turn, $"{differs.Branch} is at {differs.Found ?? "nothing"} after the merge of {item.Title}, which is not what was tested");
                Merge(turn, queue, item, differs);
                BranchMoves.Learn(turn, differs.Branch, differs.Found);
                break;
            default:
                throw new UnreachableException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    // A pipeline may keep outdated items for their results; they are not what anybody wants merged.
    private static string? WhyOutdated(Turn turn, Change change) => turn.Find(change.Id) switch
    {
        { Status: ChangeStatus.Abandoned } => "it was abandoned",
        { Status: ChangeStatus.Merged } => "it is merged already",
        { } newest when newest.Patchset > change.Patchset => $"it has a new patchset, {newest.Patchset}",
        _ => null,
    };

    private static void GiveUp(Turn turn, QueueDraft queue, QueueItem item, string reason)
    {
        foreach (var member in BatchWalk.MembersOf(queue, item))
        {
            GiveUp(turn, queue, member, item.Buildset!, reason);
        }
    }

    /// <summary>Takes out an item that passed but that the review system does not let in.</summary>
    public static void GiveUp(Turn turn, QueueDraft queue, QueueItem item, Buildset buildset, string reason)
    {
        turn.Because(item, ReasonKind.Rejected, $"{item.Title} passed, but was not merged: {reason}");
        Reports.RefuseSubmit(turn, queue.Plan, item, buildset, reason);
        Ends.RememberRejection(turn, queue.Plan, item);
        Leaving.TakeOut(turn, queue, item, $"{item.Title} ahead of it passed, but was not merged");
        Leaving.LeaveWithoutNeeds(turn, queue, item, "passed, but was not merged");
    }

    private static void Merge(Turn turn, QueueDraft queue, QueueItem item, SubmitDiffers? differs = null)
    {
        var buildset = item.Buildset!;
        var members = BatchWalk.MembersOf(queue, item);
        var moved = members.SelectMany(member => member.Targets).Distinct().ToDictionary(branch => branch, turn.State.Tips.GetValueOrDefault);
        queue.Batch = [];
        foreach (var branch in moved.Keys)
        {
            turn.SetTip(branch, buildset.Result[branch]);
        }

        foreach (var member in members)
        {
            foreach (var change in member.Changes)
            {
                turn.Know(change with { Status = ChangeStatus.Merged });
                turn.Because(change.Id, ReasonKind.Merged, $"{change.Id} is merged into {change.Target} as {BranchMoves.Short(buildset.Result[change.Target])}.");
            }

            if (differs is null)
            {
                Reports.Success(turn, queue.Plan, member, buildset, buildset.Result);
            }
            else
            {
                Reports.Difference(turn, queue.Plan, member, buildset, differs);
            }

            Builds.CancelAll(turn, member, $"{member.Title} is merged");
            turn.Remove(queue, member, $"{member.Title} ahead of it merged");
        }

        LetGo(queue, item);
        Keep(turn, queue, item);
        Windows.Grow(turn, queue);
        Ends.CountOutcome(turn, queue, item, buildset, hasPassed: true);
        foreach (var (branch, old) in moved.Where(branch => branch.Value != buildset.Result[branch.Key]))
        {
            RefArrivals.AfterMove(turn, branch, old, buildset.Result[branch]);
        }
    }

    // Those that were tested on this very merge stay as they are: the branch tips now are what their tests assumed.
    private static void LetGo(QueueDraft queue, QueueItem merged)
    {
        for (var place = 0; place < queue.Active; place++)
        {
            if (queue[place].Ahead == merged.Id)
            {
                queue[place] = queue[place] with { Ahead = null, Buildset = OnTips(queue[place].Buildset, merged.Buildset!.Id) };
            }

            if (!queue[place].Alternatives.IsEmpty)
            {
                queue[place] = queue[place] with { Alternatives = [.. queue[place].Alternatives.Select(state => OnTips(state, merged.Buildset!.Id)!)] };
            }
        }
    }

    // Where changes overtake, a state is known by what it assumes, and that has come true for those that hold the merged item.
    private static void Keep(Turn turn, QueueDraft queue, QueueItem merged)
    {
        for (var place = 0; turn.Rules.AllowsOvertaking && place < queue.Count; place++)
        {
            var item = queue[place];
            var met = item.Entangled.Contains(merged.Id);
            if (met || Speculation.States(item).Any(state => state.Assumes.Contains(merged.Id)))
            {
                item = met ? StopThoseWithout(turn, item, merged) : item;
                queue[place] = item with
                {
                    Met = item.Met + (met ? 1 : 0),
                    Buildset = item.Buildset is { } main ? main with { Assumes = main.Assumes.Remove(merged.Id) } : null,
                    Alternatives = [.. item.Alternatives.Select(state => state with { Assumes = state.Assumes.Remove(merged.Id) })],
                };
            }
        }
    }

    // A state without what merged is judged only where there is none with it.
    private static QueueItem StopThoseWithout(Turn turn, QueueItem item, QueueItem merged)
    {
        var needed = Speculation.States(item).FirstOrDefault(state => state.Assumes.Contains(merged.Id)) ?? item.Buildset;
        foreach (var state in Speculation.States(item).Where(state => state.Id != needed?.Id && !state.Assumes.Contains(merged.Id)).ToArray())
        {
            Builds.Cancel(turn, state.Builds.Where(build => build.Result is null), $"{merged.Title}, which it meets, merged, and this state does not hold it");
            item = item with { Buildset = state.Id == item.Buildset?.Id ? null : item.Buildset, Alternatives = item.Alternatives.Remove(state) };
        }

        return item;
    }

    private static Buildset? OnTips(Buildset? buildset, BuildsetId merged) =>
        buildset?.AheadBuildset == merged ? buildset with { AheadBuildset = null } : buildset;

    /// <summary>Lets an item, and those it was tested as one with, be where they were before their merge was asked for.</summary>
    public static void Release(QueueDraft queue, QueueItem item)
    {
        foreach (var member in BatchWalk.MembersOf(queue, item))
        {
            queue.Replace(member with { IsSubmitting = false });
        }
    }

    // The gate may have heard of the move before the answer; then nothing was reset by the answer itself.
    private static void ResetIfUntouched(Turn turn, QueueDraft queue, QueueItem item, string reason)
    {
        if (queue.Find(item.Id) is { Buildset: not null } untouched)
        {
            Leaving.Reset(turn, queue, untouched, null, reason);
        }
    }
}
