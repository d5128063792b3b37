using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Takes the ends of builds. The end of a build that nobody waits for is ignored.</summary>
internal static class BuildEnds
{
    public static void Take(Turn turn, BuildEnded ended)
    {
        foreach (var queue in turn.State.Queues)
        {
            foreach (var item in queue.Items)
            {
                var build = item.Buildset?.Builds.FirstOrDefault(build => build.Id == ended.Build && build.Result is null);
                if (build is not null)
                {
                    Record(turn, queue, item, build, ended);
                    return;
                }
            }
        }
    }

    private static void Record(Turn turn, PipelineQueue queue, QueueItem item, Build build, BuildEnded ended)
    {
        // The gate forgets a build before it cancels it: a build that ends as cancelled all the same was lost by its worker.
        var result = ended.Result == BuildResult.Cancelled ? BuildResult.Lost : ended.Result;
        var done = build with { Result = result, Message = ended.Message, Duration = ended.Duration };
        var buildset = item.Buildset! with { Builds = item.Buildset.Builds.Replace(build, done) };
        var wasFailing = JobGraph.HasFailed(item.Buildset!);
        turn.Replace(queue.Pipeline, item with { Buildset = buildset });
        turn.Because(item.Change.Id, ReasonKind.BuildEnded, $"{build.Job} of {item.Change.Id} in {queue.Pipeline}: {Words.Of(result)}. {ended.Message}");
        if (!wasFailing && JobGraph.HasFailed(buildset))
        {
            turn.Because(item.Change.Id, ReasonKind.Failing, $"{item.Change.Id} cannot merge as it is: {build.Job} {Words.Of(result)}.");
        }
    }
}
