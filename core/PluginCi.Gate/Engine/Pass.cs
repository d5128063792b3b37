using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Walks every queue from head to tail until nothing more follows from what is known.</summary>
/// <remarks>Source: Zuul's rules, first of all the nearest non-failing item: each item is tested on the merge of the nearest item ahead
/// that is not failing, and anew when that is another one than before.</remarks>
internal static class Pass
{
    public static void Settle(Turn turn)
    {
        foreach (var pipeline in turn.State.Rules.Pipelines)
        {
            bool someItemEnded;
            do
            {
                someItemEnded = pipeline.Manager switch
                {
                    PipelineManager.Dependent => WalkDependent(turn, pipeline),
                    PipelineManager.Independent => WalkIndependent(turn, pipeline),
                };
            }
            while (someItemEnded);
        }
    }

    /// <returns>True when an item left, so that the walk starts over.</returns>
    private static bool WalkDependent(Turn turn, PipelinePlan pipeline)
    {
        var queue = turn.Queue(pipeline.Name);
        QueueItem? nearest = null;
        for (var place = 0; place < queue.Items.Length; place++)
        {
            var item = queue.Items[place];
            if (MissingNeed(turn, queue, item, place) is { } missing)
            {
                Ends.RejectForNeed(turn, pipeline, item, missing);
                return true;
            }

            item = Rehang(turn, pipeline, item, nearest);
            var isBlocked = FailingNeed(queue, item, place) is { } failing && StopForNeed(turn, pipeline, ref item, failing);
            if (place < queue.Window && !isBlocked)
            {
                item = Advance(turn, pipeline, item, nearest, place);
            }

            if (Ends.TryEnd(turn, pipeline, item, isBlocked))
            {
                return true;
            }

            queue = turn.Queue(pipeline.Name);
            nearest = isBlocked || Verdict.IsFailing(item) ? nearest : item;
        }

        return false;
    }

    private static bool WalkIndependent(Turn turn, PipelinePlan pipeline)
    {
        var queue = turn.Queue(pipeline.Name);
        for (var place = 0; place < queue.Items.Length; place++)
        {
            var item = queue.Items[place];
            var ahead = queue.Find(item.Ahead);
            if (ahead is { Buildset.Phase: BuildsetPhase.Conflict } && item.Buildset is null)
            {
                item = Inherit(turn, pipeline, item, ahead);
            }

            item = Advance(turn, pipeline, item, ahead, place);
            if (item.IsLive && Ends.TryEnd(turn, pipeline, item, isBlocked: false))
            {
                return true;
            }

            queue = turn.Queue(pipeline.Name);
        }

        return false;
    }

    private static QueueItem Rehang(Turn turn, PipelinePlan pipeline, QueueItem item, QueueItem? nearest)
    {
        if (item.IsSubmitting)
        {
            return item;
        }

        if (item.Ahead == nearest?.Id)
        {
            var isOnOldState = item.Buildset is { } built && built.AheadBuildset != nearest?.Buildset?.Id;
            return isOnOldState
                ? Leaving.Reset(turn, pipeline, item, item.Ahead, nearest is null ? "the branch tips moved" : $"{nearest.Change.Id} ahead of it is tested anew")
                : item;
        }

        var former = turn.Queue(pipeline.Name).Find(item.Ahead);
        var reason = (former, item.Ahead) switch
        {
            (not null, _) => $"{former.Change.Id} ahead of it is failing",
            (null, { } gone) => turn.FarewellOf(gone),
            _ => $"{nearest!.Change.Id} is ahead of it",
        };
        return Leaving.Reset(turn, pipeline, item, nearest?.Id, reason);
    }

    /// <summary>Asks for the item's merge when it has none, and for the builds that may start.</summary>
    private static QueueItem Advance(Turn turn, PipelinePlan pipeline, QueueItem item, QueueItem? ahead, int place)
    {
        var isGroundReady = ahead is null || ahead.Buildset is { Phase: BuildsetPhase.Prepared, IsStale: false };
        if (item.Buildset is null && isGroundReady)
        {
            item = Preparations.Ask(turn, pipeline, item, ahead);
        }

        return item is { IsLive: true, Buildset: { } buildset } ? StartReady(turn, pipeline, item, buildset, place) : item;
    }

    private static QueueItem StartReady(Turn turn, PipelinePlan pipeline, QueueItem item, Buildset buildset, int place)
    {
        foreach (var job in JobGraph.Ready(buildset))
        {
            var attempt = (JobGraph.LatestBuild(buildset, job.Name)?.Attempt ?? 0) + 1;
            var build = new Build { Id = new BuildId(turn.NextId("b")), Job = job.Name, Attempt = attempt };
            buildset = buildset with { Builds = buildset.Builds.Add(build) };
            turn.Emit(new StartBuild(
                build.Id, buildset.Id, pipeline.Name, item.Change, buildset.Ahead, job, attempt, buildset.Result, PriorityOf(pipeline, place), turn.At));
            if (attempt > 1)
            {
                turn.Because(item.Change.Id, ReasonKind.Retried, $"{job.Name} of {item.Change.Id} was lost and is tried again, {attempt} of {job.Plan.Attempts}.");
            }
        }

        if (buildset != item.Buildset)
        {
            item = item with { Buildset = buildset };
            turn.Replace(pipeline.Name, item);
        }

        return item;
    }

    // A million places are kept for each precedence, so that no place in a queue outweighs it.
    private static int PriorityOf(PipelinePlan pipeline, int place) => ((int)pipeline.Precedence * 1_000_000) + Math.Min(place, 999_999);

    private static ChangeId? MissingNeed(Turn turn, PipelineQueue queue, QueueItem item, int place)
    {
        foreach (var need in item.Change.Needs)
        {
            if (!turn.IsMerged(need) && !item.IsSubmitting && AheadOf(queue, need, place) is null)
            {
                return need;
            }
        }

        return null;
    }

    private static QueueItem? FailingNeed(PipelineQueue queue, QueueItem item, int place)
    {
        foreach (var need in item.Change.Needs)
        {
            if (AheadOf(queue, need, place) is { } needed && IsFailingWithNeeds(queue, needed, place))
            {
                return needed;
            }
        }

        return null;
    }

    private static bool IsFailingWithNeeds(PipelineQueue queue, QueueItem item, int place) =>
        Verdict.IsFailing(item) || FailingNeed(queue, item, place) is not null;

    private static QueueItem? AheadOf(PipelineQueue queue, ChangeId change, int place)
    {
        for (var index = 0; index < place; index++)
        {
            if (queue.Items[index].Change.Id == change)
            {
                return queue.Items[index];
            }
        }

        return null;
    }

    private static bool StopForNeed(Turn turn, PipelinePlan pipeline, ref QueueItem item, QueueItem needed)
    {
        if (item.Buildset is not null)
        {
            item = Leaving.Reset(turn, pipeline, item, item.Ahead, $"{needed.Change.Id}, which it needs, is failing");
        }

        return true;
    }

    private static QueueItem Inherit(Turn turn, PipelinePlan pipeline, QueueItem item, QueueItem ahead)
    {
        var buildset = new Buildset
        {
            Id = new BuildsetId(turn.NextId("s")),
            Base = ahead.Buildset!.Base,
            Ahead = ahead.Buildset.Ahead,
            Phase = BuildsetPhase.Conflict,
            Problem = $"it needs {ahead.Change.Id}: {ahead.Buildset.Problem}",
        };
        var inherited = item with { Buildset = buildset };
        turn.Replace(pipeline.Name, inherited);
        return inherited;
    }
}
