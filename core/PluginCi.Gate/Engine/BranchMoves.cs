using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>News of a branch tip. A move that the gate did not make itself takes the ground from under every state of a dependent pipeline.</summary>
internal static class BranchMoves
{
    public static void Take(Turn turn, BranchMoved moved)
    {
        if (!IsOwnSubmit(turn, moved))
        {
            Learn(turn, moved.Branch, moved.Commit);
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

        var reason = commit is null
            ? $"branch {branch} is gone"
            : $"{branch} moved past the gate to {Short(commit)}";
        turn.Because(null, ReasonKind.BranchMoved, $"{reason}: nothing that was tested on its old tip may merge.");
        if (turn.State.Rules.Projects.Contains(branch.Project))
        {
            ResetDependentItems(turn, branch, reason);
        }
    }

    public static string Short(string commit) => commit[..Math.Min(10, commit.Length)];

    // The push of a submit may be seen before the submit's answer: it is no news then.
    private static bool IsOwnSubmit(Turn turn, BranchMoved moved) =>
        turn.State.Queues.SelectMany(queue => queue.Items).Any(item =>
            item is { IsSubmitting: true, Buildset: { } buildset }
            && item.Change.Target == moved.Branch
            && buildset.Result[moved.Branch] == moved.Commit);

    private static void ResetDependentItems(Turn turn, ProjectBranch branch, string reason)
    {
        foreach (var pipeline in turn.State.Rules.Pipelines.Where(pipeline => pipeline.Manager == PipelineManager.Dependent))
        {
            foreach (var item in turn.Queue(pipeline.Name).Items.Where(item => item.Buildset is { } built && RestsOn(built, branch)).ToArray())
            {
                if (item.IsSubmitting)
                {
                    // Its merge may have been pushed already; the answer decides. Nothing is built on it meanwhile.
                    turn.Replace(pipeline.Name, item with { Buildset = item.Buildset! with { IsStale = true } });
                }
                else
                {
                    Leaving.Reset(turn, pipeline, item, item.Ahead, reason);
                }
            }
        }
    }

    private static bool RestsOn(Buildset buildset, ProjectBranch branch) => buildset.Base.ContainsKey(branch);
}
