using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Makes histories smaller, one bite at a time, the largest bites first.</summary>
internal static class HistoryShrinker
{
    /// <summary>Histories that are a little smaller in one way each.</summary>
    public static IEnumerable<History> Smaller(History history) =>
        [.. FewerMoves(history), .. FewerChanges(history), .. PlainerChanges(history), .. PlainerSites(history.Site).Select(site => history with { Site = site }), .. FewerFaults(history)];

    /// <summary>The smallest history that still shows a fault.</summary>
    /// <param name="history">A history that shows one.</param>
    /// <param name="most">How many plays to spend on it.</param>
    public static (History History, HistoryResult Result) Shrink(History history, int most)
    {
        var best = (History: history, Result: HistoryPlayer.Play(history));
        for (var hasShrunk = true; hasShrunk;)
        {
            hasShrunk = false;
            foreach (var smaller in Smaller(best.History))
            {
                if (--most < 0)
                {
                    return best;
                }

                if (HistoryPlayer.Play(smaller) is { Fault: not null } result)
                {
                    best = (smaller, result);
                    hasShrunk = true;
                    break;
                }
            }
        }

        return best;
    }

    private static IEnumerable<History> FewerMoves(History history)
    {
        for (var size = history.Moves.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= history.Moves.Length; start += size)
            {
                yield return history with { Moves = history.Moves.RemoveRange(start, size) };
            }
        }
    }

    // Changes are picked by their places: taking one from the end moves as few others as can be.
    private static IEnumerable<History> FewerChanges(History history)
    {
        for (var place = history.Changes.Length - 1; place >= 0 && history.Changes.Length > 1; place--)
        {
            var gone = history.Changes[place].Name;
            yield return history with
            {
                Changes =
                [
                    .. history.Changes.RemoveAt(place).Select(change => change with
                    {
                        Parent = change.Parent == gone ? null : change.Parent,
                        DependsOn = change.DependsOn.Remove(gone),
                        ConflictsWith = change.ConflictsWith.Remove(gone),
                    }),
                ],
                Faults = new Faults(
                    [.. history.Faults.Alone.Where(one => one.Change != gone)],
                    [.. history.Faults.Pairs.Where(pair => pair.First != gone && pair.Second != gone)]),
            };
        }
    }

    private static IEnumerable<History> PlainerChanges(History history)
    {
        for (var place = 0; place < history.Changes.Length; place++)
        {
            var change = history.Changes[place];
            ChangeSketch[] plainer =
            [
                change with { Parent = null }, change with { DependsOn = [] }, change with { ConflictsWith = [] }, change with { Topic = null },
                change with { IsSpecial = false }, change with { IsMerged = false },
            ];
            foreach (var one in plainer.Where(one => !Same(one, change)))
            {
                yield return history with { Changes = history.Changes.SetItem(place, one) };
            }
        }
    }

    private static bool Same(ChangeSketch one, ChangeSketch other) =>
        one.Parent == other.Parent && one.DependsOn.SequenceEqual(other.DependsOn) && one.ConflictsWith.SequenceEqual(other.ConflictsWith)
        && one.Topic == other.Topic && one.IsSpecial == other.IsSpecial && one.IsMerged == other.IsMerged;

    private static IEnumerable<SiteSketch> PlainerSites(SiteSketch site)
    {
        SiteSketch[] plainer =
        [
            site with { Groups = [] }, site with { HasCheck = false }, site with { IsFailFast = false }, site with { ReportsStart = false }, site with { ReusesResults = false }, site with { AllowsOvertaking = false },
            site with { UsesTopics = false }, site with { AllowsCycles = false }, site with { WindowCeiling = 0 }, site with { OnNewPatchset = NewPatchsetRule.AskAgain },
        ];
        foreach (var one in plainer.Where(one => one != site))
        {
            yield return one;
        }

        for (var place = 0; place < site.Jobs.Length; place++)
        {
            foreach (var job in PlainerJobs(site.Jobs[place]))
            {
                yield return site with { Jobs = site.Jobs.SetItem(place, job) };
            }
        }

        foreach (var job in site.Jobs.Where(job => site.Jobs.All(other => !other.Needs.Contains(job.Name))))
        {
            var projects = site.Projects.Select(project => project with { Gate = project.Gate.Remove(job.Name), Check = project.Check.Remove(job.Name) }).ToImmutableArray();
            if (projects.Any(project => !project.Gate.IsEmpty) && site.Projects.Any(project => project.Gate.Contains(job.Name)))
            {
                yield return site with { Projects = projects };
            }
        }
    }

    private static IEnumerable<JobSketch> PlainerJobs(JobSketch job)
    {
        JobSketch[] plainer =
        [
            new JobSketch(job.Name), job with { Soft = [] }, job with { HoldsFollowing = false }, job with { Pauses = false }, job with { UsesSemaphore = false },
            job with { FlakeRetries = 0 }, job with { IsVoting = true }, job with { IsForSpecialFiles = false },
        ];
        return plainer.Where(one => one != job);
    }

    private static IEnumerable<History> FewerFaults(History history)
    {
        for (var place = 0; place < history.Faults.Alone.Length; place++)
        {
            yield return history with { Faults = history.Faults with { Alone = history.Faults.Alone.RemoveAt(place) } };
        }

        for (var place = 0; place < history.Faults.Pairs.Length; place++)
        {
            yield return history with { Faults = history.Faults with { Pairs = history.Faults.Pairs.RemoveAt(place) } };
        }
    }
}
