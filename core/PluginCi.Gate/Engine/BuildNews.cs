using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Takes news of builds. News of a build that nobody waits for is ignored.</summary>
internal static class BuildNews
{
    public static void Take(Turn turn, BuildPaused paused)
    {
        if (Find(turn, paused.Build) is { } found)
        {
            Update(turn, found, found.Build with { IsPaused = true, Flags = paused.Flags });
        }
    }

    public static void Take(Turn turn, BuildFailing failing)
    {
        if (Find(turn, failing.Build) is { } found)
        {
            turn.Because(found.Item, ReasonKind.Failing, $"{found.Build.Job} of {found.Item.Title} in {found.Queue.Plan.Name} will fail: {failing.Message}");
            Update(turn, found, found.Build with { WillFail = true, Message = failing.Message });
        }
    }

    public static void Take(Turn turn, BuildEnded ended)
    {
        if (Find(turn, ended.Build) is not { } found)
        {
            return;
        }

        // The gate forgets a build before it cancels it: a build that ends as cancelled all the same was lost by its worker.
        var result = ended.Result == BuildResult.Cancelled ? BuildResult.Lost : ended.Result;
        var done = found.Build with { Result = result, Message = ended.Message, Duration = ended.Duration, EndedAt = turn.At, Flags = found.Build.IsPaused ? found.Build.Flags : ended.Flags };
        turn.Because(found.Item, ReasonKind.BuildEnded, $"{done.Job} of {found.Item.Title} in {found.Queue.Plan.Name}: {Words.Of(result)}. {ended.Message}".TrimEnd());
        Remember(turn, found, done);
        Update(turn, found, done);
    }

    private static (QueueDraft Queue, QueueItem Item, Buildset Buildset, Build Build)? Find(Turn turn, BuildId wanted)
    {
        foreach (var queue in turn.Queues)
        {
            for (var place = 0; place < queue.Count; place++)
            {
                var item = queue[place];
                foreach (var buildset in Reuse.All(item))
                {
                    foreach (var build in buildset.Builds)
                    {
                        if (build.Id == wanted && build.Result is null)
                        {
                            return (queue, item, buildset, build);
                        }
                    }
                }
            }
        }

        return null;
    }

    private static void Remember(Turn turn, (QueueDraft Queue, QueueItem Item, Buildset Buildset, Build Build) found, Build done)
    {
        if (done.Result is BuildResult.Lost)
        {
            return;
        }

        var hasPassed = done.Result == BuildResult.Success;
        var job = found.Buildset.Jobs.First(job => job.Name == done.Job);
        var isFlake = hasPassed && (found.Buildset.Builds.Any(earlier => earlier.Job == done.Job && HasFailed(earlier)) || turn.HasFailedOn(job));
        turn.Count(job, hasPassed, done.Duration, isFlake);
        if (isFlake)
        {
            turn.Because(found.Item, ReasonKind.Flaked, $"{done.Job} of {found.Item.Title} passed on the very state that it had failed on: it is flaky.");
        }
    }

    private static bool HasFailed(Build build) => build.Result is BuildResult.Failure or BuildResult.TimedOut or BuildResult.LimitExceeded;

    private static void Update(Turn turn, (QueueDraft Queue, QueueItem Item, Buildset Buildset, Build Build) found, Build news)
    {
        var (queue, item, buildset, build) = found;
        var updated = buildset.With(buildset.Builds.Replace(build, news));
        if (news.IsPaused && (news.Result == BuildResult.Lost || IsTriedAgain(updated, news.Job)))
        {
            updated = ForgetDependents(turn, updated, news);
        }

        if (item.Buildset?.Id != buildset.Id)
        {
            queue.Replace(item.Former?.Id == buildset.Id
                ? item with { Former = updated }
                : item with { Alternatives = item.Alternatives.Replace(buildset, updated) });
            return;
        }

        if (!buildset.Standing.IsFailing && updated.Standing.IsFailing)
        {
            turn.Because(item, ReasonKind.Failing, $"{item.Title} cannot merge as it is: {news.Job} {(news.Result is { } result ? Words.Of(result) : "will fail")}.");
        }

        if (updated.Standing.IsFailing && queue.Plan.IsFailFast && !updated.IsCutShort)
        {
            updated = CutShort(turn, updated, $"{news.Job} failed, and {queue.Plan.Name} fails fast");
        }

        queue.Replace(item with { Buildset = updated });
    }

    private static bool IsTriedAgain(Buildset buildset, string job) => new Standings(buildset)[job] is JobStanding.Ready or JobStanding.Waiting;

    // What worked with a paused build that is done again, or with what that one handed on, must be done again with the next one.
    private static Buildset ForgetDependents(Turn turn, Buildset buildset, Build paused)
    {
        var dependents = JobGraph.DependentsOf(buildset.Jobs, paused.Job);
        Builds.Cancel(turn, buildset.Builds.Where(build => dependents.Contains(build.Job) && build.Result is null), $"{paused.Job}, which it works with, {Words.Of(paused.Result!.Value)}");
        return buildset.With(
        [
            .. buildset.Builds.Select(build => dependents.Contains(build.Job)
                ? build with { IsVoid = true, Result = build.Result ?? BuildResult.Cancelled }
                : build),
        ]);
    }

    // A build that is known to fail is let end by itself: it told what was worth knowing. And half a deployment is worse than a whole one.
    private static Buildset CutShort(Turn turn, Buildset buildset, string reason)
    {
        Builds.Cancel(turn, buildset.Builds.Where(IsCut), reason);
        return (buildset with { IsCutShort = true }).With(
            [.. buildset.Builds.Select(build => IsCut(build) ? build with { Result = BuildResult.Cancelled, Message = $"Cancelled: {reason}." } : build)]);

        bool IsCut(Build build) => build is { Result: null, WillFail: false } && !buildset.Jobs.First(job => job.Name == build.Job).Plan.IsRelease;
    }
}
