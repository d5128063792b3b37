using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Builds the states that were chosen, and stops others where the budget of a pipeline asks for it.</summary>
internal static class BuildBudget
{
    /// <summary>Starts what may start of a chosen state.</summary>
    public static void Advance(Turn turn, QueueDraft queue, int place, Buildset buildset)
    {
        if (buildset is { Phase: BuildsetPhase.Prepared } && queue[place].Buildset?.Id == buildset.Id)
        {
            var item = buildset.Standing.IsComplete ? queue[place] : queue.Replace(Waits.Clear(queue[place]));
            Builds.Advance(turn, queue, item, place);
        }
        else if (buildset is { Phase: BuildsetPhase.Prepared })
        {
            Builds.AdvanceAlternative(turn, queue, queue[place], buildset, place);
        }
    }

    /// <summary>Stops what is over the budget. A state that was started goes on while there is room: half a build that may be needed is worth more than none.</summary>
    public static void Stop(Turn turn, QueueDraft queue, HashSet<BuildsetId> wanted)
    {
        var excess = queue.All().SelectMany(Speculation.States).Count(IsRunning) - queue.Plan.BuildBudget;
        for (var place = queue.Count - 1; place >= 0 && excess > 0; place--)
        {
            foreach (var state in queue[place].Alternatives.Where(IsUnwanted).Take(excess))
            {
                Builds.Cancel(turn, state.Builds.Where(build => build.Result is null), WhyStopped(queue[place], state));
                queue[place] = queue[place] with { Alternatives = queue[place].Alternatives.Remove(state) };
                excess--;
            }
        }

        for (var place = queue.Count - 1; place >= 0 && excess > 0; place--)
        {
            if (queue[place] is { Buildset: { } main, IsSubmitting: false, Ref: null } item && IsUnwanted(main))
            {
                Reuse.Rest(turn, queue, Leaving.Reset(turn, queue, item, item.Ahead, WhyStopped(item, main)));
                excess--;
            }
        }

        bool IsUnwanted(Buildset state) => IsRunning(state) && !wanted.Contains(state.Id);
    }

    public static string WhyStopped(QueueItem item, Buildset state) => $"other states than {item.Title} on {Preparations.DescribeBase(state)} are more likely to be needed";

    /// <summary>Says of every item that is not built what it waits for.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="chosen">The places that have a place in the budget.</param>
    public static void TellWaiting(Turn turn, QueueDraft queue, HashSet<int> chosen)
    {
        for (var place = 0; place < queue.Count; place++)
        {
            var item = queue[place];
            if (item.Buildset is { Phase: not BuildsetPhase.Prepared } or { Standing.IsComplete: true } || item.Buildset?.Builds.Any(build => build.Result is null) == true)
            {
                continue;
            }

            item = Reuse.Rest(turn, queue, item);
            if (!item.Alternatives.IsEmpty)
            {
                queue.Replace(Waits.Set(turn, item, Wait.Budget, $"what becomes of those ahead: it is tested on {Preparations.DescribeBase(item.Alternatives[0])} meanwhile, which is more likely to be needed"));
            }
            else if (!chosen.Contains(place) && item.Wait is not (Wait.Budget or Wait.Need))
            {
                queue.Replace(Waits.Set(turn, item, Wait.Budget, "a place in the budget: states of other changes are more likely to be needed"));
            }
        }
    }

    private static bool IsRunning(Buildset state) => !state.Standing.IsComplete;
}
