using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>News of a branch tip. A move that the gate did not make itself takes the ground from under every state of an ordered pipeline.</summary>
internal static class BranchMoves
{
    public static void Take(Turn turn, BranchMoved moved)
    {
        if (IsOwnSubmit(turn, moved))
        {
            return;
        }

        var known = turn.State.Tips.GetValueOrDefault(moved.Branch);
        Learn(turn, moved.Branch, moved.Commit);
        if (known is not null && moved.Commit is not null && known != moved.Commit && turn.Rules.Has(moved.Branch.Project))
        {
            RefArrivals.AfterMove(turn, moved.Branch, known, moved.Commit);
        }
    }

    /// <summary>Records a tip, and resets what was tested on another one.</summary>
    public static void Learn(Turn turn, ProjectBranch branch, string? commit)
    {
        var known = turn.State.Tips.GetValueOrDefault(branch);
        turn.SetTip(branch, commit);
        if (known is null || known == commit)
        {
            return;
        }

        var reason = commit is null ? $"branch {branch} is gone" : $"{branch} moved past the gate to {Short(commit)}";
        turn.Because((ChangeId?)null, ReasonKind.BranchMoved, $"{reason}: nothing that was tested on its old tip may merge.");
        if (turn.Rules.Has(branch.Project))
        {
            ResetItems(turn, branch, reason);
        }
    }

    public static string Short(string commit) => commit[..Math.Min(10, commit.Length)];

    // The push of a submit may be seen before the submit's answer: it is no news then.
    private static bool IsOwnSubmit(Turn turn, BranchMoved moved) =>
        turn.Queues.SelectMany(queue => queue.All()).Any(item =>
            item is { IsSubmitting: true, Buildset: { } buildset } && buildset.Result.GetValueOrDefault(moved.Branch) == moved.Commit && item.Ref is null);

    private static void ResetItems(Turn turn, ProjectBranch branch, string reason)
    {
        foreach (var queue in turn.Queues.Where(queue => queue.IsOrdered))
        {
            foreach (var item in queue.All().Where(item => item is { Ref: null, Buildset: { } built } && built.Base.ContainsKey(branch)).ToArray())
            {
                if (item.IsSubmitting)
                {
                    // Its merge may have been pushed already; the answer decides. Nothing is built on it meanwhile.
                    queue.Replace(item with { Buildset = item.Buildset! with { IsStale = true } });
                }
                else
                {
                    Leaving.Reset(turn, queue, item, item.Ahead, reason);
                }
            }
        }
    }
}
