using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Branches and tags that are tested as they are.</summary>
internal static class RefArrivals
{
    public static void Take(Turn turn, RefArrived arrived)
    {
        var tested = Resolve(turn, arrived.Ref);
        var commit = tested.New.Length > 0 ? tested.New : turn.State.Tips.GetValueOrDefault(tested.Target);
        if (commit is null)
        {
            turn.Because((ChangeId?)null, ReasonKind.NotEnqueued, tested.Chain is { } chain
                ? $"{tested.Target} is not tested after {chain.Merged}: there is no such branch."
                : $"{tested.Target} is not tested: nobody knows where it points.");
            return;
        }

        Enqueue(turn, tested with { New = commit }, arrived.Pipeline);
    }

    /// <summary>Enqueues a branch or tag in a pipeline, or in all that its cause triggers.</summary>
    public static void Enqueue(Turn turn, RefUpdate tested, string? pipeline)
    {
        foreach (var queue in turn.Queues)
        {
            var isWanted = pipeline is null ? queue.Plan.On.Contains(tested.Cause) : queue.Plan.Name == pipeline;
            if (isWanted && !turn.Rules.TakesPart(tested.Project, queue.Plan.Name))
            {
                BuildNext(turn, queue.Plan.Name, tested);
            }
            else if (isWanted && queue.Plan.Manager == PipelineManager.Dependent)
            {
                turn.Because((ChangeId?)null, ReasonKind.NotEnqueued, $"{tested.Target} cannot enter {queue.Plan.Name}: that tests changes on top of each other, and a branch or tag is none.");
            }
            else if (isWanted && !queue.All().Any(item => IsSame(item, tested)))
            {
                var item = Placing.Place(turn, queue, new QueueItem { Id = new ItemId(turn.NextId("i")), Changes = [], Ref = tested, EnqueuedAt = turn.At });
                turn.Because(item, ReasonKind.Enqueued, $"{item.Title} at {BranchMoves.Short(tested.New)} entered {queue.Plan.Name} in queue {turn.Rules.Name}.");
            }
        }
    }

    /// <summary>After a merge: what is triggered by the branch's move, and what is built from the project.</summary>
    public static void AfterMove(Turn turn, ProjectBranch branch, string? old, string commit)
    {
        Enqueue(turn, new RefUpdate(branch.Project, branch.Branch, old, commit, Trigger.RefUpdated), null);
        var chain = BuildChains.Of(turn.Rules.BuiltAfter, branch) with { IsFromDefault = DefaultBranchOf(turn, branch.Project) == branch.Branch };
        BuildNext(turn, null, new RefUpdate(branch.Project, branch.Branch, old, commit, Trigger.RefUpdated, $"{branch} {commit}") { Chain = chain });
    }

    /// <summary>Hands on to the projects that are built after one that passed.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="pipeline">The pipeline that it passed; null for all that the cause triggers.</param>
    /// <param name="built">What passed.</param>
    public static void BuildNext(Turn turn, string? pipeline, RefUpdate built)
    {
        foreach (var project in built.Chain?.After(built.Project) ?? [])
        {
            // The queue of that project knows its branches and tips.
            var next = new RefUpdate(project, built.Chain!.Merged.Branch, null, "", Trigger.RefUpdated, built.Occasion) { Chain = built.Chain };
            turn.Emit(new PassOn(turn.NextId("p"), project, new RefArrived(turn.At, next, pipeline)));
        }
    }

    private static RefUpdate Resolve(Turn turn, RefUpdate wanted) =>
        wanted is { New: "", Name: "" } or { New: "", Chain.IsFromDefault: true } && !turn.State.Tips.ContainsKey(wanted.Target)
            ? wanted with { Name = DefaultBranchOf(turn, wanted.Project) }
            : wanted;

    private static string DefaultBranchOf(Turn turn, ProjectName project) =>
        turn.Rules.Projects.TryGetValue(project, out var plan) ? plan.DefaultBranch : "";

    private static bool IsSame(QueueItem item, RefUpdate tested) =>
        item.Ref is { } queued && queued.Target == tested.Target && queued.New == tested.New && queued.Cause == tested.Cause && queued.Occasion == tested.Occasion;
}
