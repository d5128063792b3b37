using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Builds the states that were chosen, and stops others where the budget of a pipeline asks for it.</summary>
internal static class BuildBudget
{
    /// <summary>True while no build of those behind an item may start: it is not known yet which jobs it has, or one of them holds those behind.</summary>
    public static bool Holds(QueueItem item) => item is { Wait: not Wait.Need, Buildset.Standing: { HoldsFollowing: true, IsFailing: false } };

    /// <summary>Starts what may start of a chosen state.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="place">The item's place.</param>
    /// <param name="buildset">The state.</param>
    /// <param name="holder">An item ahead that <see cref="Holds"/> it, or null.</param>
    public static void Advance(Turn turn, QueueDraft queue, int place, Buildset buildset, QueueItem? holder)
    {
        if (holder is not null)
        {
            if (holder.Buildset!.Phase == BuildsetPhase.Prepared && queue[place].Buildset is { Standing.HasReadyJobs: true })
            {
                queue.Replace(Waits.ForHolder(turn, queue[place], holder));
            }
        }
        else if (buildset is { Phase: BuildsetPhase.Prepared } && queue[place].Buildset?.Id == buildset.Id)
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
            foreach (var state in Speculation.States(queue[place]).Reverse().Where(state => IsRunning(state) && !wanted.Contains(state.Id)).Take(excess).ToArray())
            {
                var item = queue[place];
                Builds.Cancel(turn, state.Builds.Where(build => build.Result is null), WhyStopped(item, state));
                queue[place] = state.Id == item.Buildset?.Id
                    ? item with { Buildset = state.With([.. state.Builds.Where(build => build.Result is not null)]) }
                    : item with { Alternatives = item.Alternatives.Remove(state) };
                excess--;
            }
        }
    }

    private static string WhyStopped(QueueItem item, Buildset state) => $"other states than {item.Title} on {Preparations.DescribeBase(state)} are more likely to be needed";

    /// <summary>Says of every item that is not built what it waits for.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="chosen">The places that have a place in the budget.</param>
    /// <param name="isHeld">Tells whether an item ahead holds the one at a place.</param>
    public static void TellWaiting(Turn turn, QueueDraft queue, HashSet<int> chosen, Func<int, bool> isHeld)
    {
        for (var place = 0; place < queue.Count; place++)
        {
            var item = queue[place];
            if ((chosen.Contains(place) && isHeld(place)) || item.Buildset is { Phase: not BuildsetPhase.Prepared } or { Standing.IsComplete: true } || item.Buildset?.Builds.Any(build => build.Result is null) == true)
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

    private static bool IsRunning(Buildset state) => state.Builds.Any(build => build.Result is null);
}
