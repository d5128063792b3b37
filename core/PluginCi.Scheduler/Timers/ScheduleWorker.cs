using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>
/// The server's alarm clock: enqueues branches in pipelines that come due, and tells when freezes begin and end. What came due while no server ran is made
/// up for once; the key of an event is its due time, so that nothing is done twice.
/// </summary>
internal sealed class ScheduleWorker(
    SchedulerOptions options, SiteKeeper sites, QueueSet queues, Repositories repositories, MarkStore marks, Board board, TimeProvider clock, ILogger<ScheduleWorker> logger)
{
    // Branches come and go without anybody telling the clock; none is noticed later than this.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private volatile TaskCompletionSource _wake = Signals.New();

    /// <summary>Makes it look now: there is another site or freeze.</summary>
    public void Wake() => _wake.TrySetResult();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var next = clock.GetUtcNow() + LongestSleep;
            try
            {
                next = await LookAsync(cancellationToken) is { } due && due < next ? due : next;
                board.Warn("clock", null);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The edge of the loop: what goes wrong is told and tried again, and nothing else stops for it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.ClockFailed(logger, exception);
                board.Warn("clock", $"Scheduled pipelines, beginnings and ends of freezes wait: {exception.Message}");
                next = clock.GetUtcNow() + options.RetryDelay;
            }

            await SleepAsync(next - clock.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>Posts what is due.</summary>
    /// <returns>When the next thing comes due, or null when nothing does.</returns>
    internal async Task<DateTimeOffset?> LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = await TellOfFreezesAsync(now, cancellationToken);
        foreach (var pipeline in sites.Current.Plan.Pipelines.Where(pipeline => pipeline.Schedule is not null && pipeline.On.Contains(Trigger.Timer)))
        {
            next = Earlier(next, await LookAsync(pipeline, now, cancellationToken));
        }

        return next;
    }

    private async Task<DateTimeOffset?> LookAsync(PipelinePlan pipeline, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mark = $"schedule:{pipeline.Name}:{pipeline.Schedule}";
        var looked = marks.Find(mark) is { } ticks ? new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero) : (DateTimeOffset?)null;
        var timetable = new Timetable(pipeline);
        DateTimeOffset? next = timetable.MayBeDue(looked ?? now, now) ? null : timetable.FindNext(now);
        foreach (var (branch, commit) in next is null ? BranchesOf(pipeline) : [])
        {
            if (looked is { } after && timetable.FindDue(branch, after, now) is { } due)
            {
                await EnqueueAsync(pipeline, branch, commit, due, now, cancellationToken);
            }

            next = Earlier(next, timetable.FindNext(branch, now));
        }

        // Without it, what came due before a branch or the schedule was made would be run.
        await marks.SetAsync(mark, now.UtcTicks.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return next;
    }

    private async Task EnqueueAsync(
        PipelinePlan pipeline, ProjectBranch branch, string commit, DateTimeOffset due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (queues.Find(branch.Project) is { } queue)
        {
            // Without a commit the queue takes the tip that it knows when it takes the event. What it does not know it need not learn: a branch that nothing
            // is merged into is no ground of anything.
            var update = new RefUpdate(branch.Project, branch.Branch, null, commit, Trigger.Timer);
            await queue.PostAsync($"timer:{pipeline.Name}:{branch}:{due.UtcTicks}", new RefArrived(now, update, pipeline.Name), cancellationToken);
        }
    }

    /// <summary>The branches that a pipeline runs for, each with the commit where its queue does not know it: all of each project that takes part, as they were when they were last
    /// read. Nothing is asked of a review system here: one that is slow would hold up the clock.</summary>
    private IEnumerable<(ProjectBranch Branch, string Commit)> BranchesOf(PipelinePlan pipeline)
    {
        // Scripts of the config project are evaluated for each change; there is nothing to run at night.
        var projects = sites.Current.Plan.Projects
            .Where(project => project.Name != options.ConfigProject && (project.Pipelines.IsEmpty || project.Pipelines.Contains(pipeline.Name)));
        foreach (var project in projects)
        {
            var tips = queues.Find(project.Name)?.State.Tips;
            var read = repositories.LastBranchesOf(sites.Current.ConnectionOf(project.Name), project.Name);
            var names = read?.Keys ?? tips?.Keys.Where(branch => branch.Project == project.Name).Select(branch => branch.Branch) ?? [];
            foreach (var branch in names.Append(project.DefaultBranch).Distinct(StringComparer.Ordinal).Select(name => new ProjectBranch(project.Name, name)))
            {
                yield return (branch, tips?.ContainsKey(branch) == true ? "" : read?.GetValueOrDefault(branch.Branch) ?? "");
            }
        }
    }

    /// <summary>Tells queues that it is time for freezes to begin or to end.</summary>
    /// <returns>When the next one begins or ends.</returns>
    private async Task<DateTimeOffset?> TellOfFreezesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? next = null;
        foreach (var queue in queues.All)
        {
            var state = queue.State;
            var begin = state.Rules.Freezes.Where(plan => !(plan.Until <= now) && state.Freezes.All(freeze => !freeze.IsOfSite || freeze.Scope != plan.Name)).Select(plan => plan.From ?? now);
            var end = state.Freezes.Select(freeze => freeze.Until).OfType<DateTimeOffset>();
            DateTimeOffset[] times = [.. begin, .. end];
            if (times.Any(time => time <= now))
            {
                await queue.PostAsync($"freezes:{now.UtcTicks}", new FreezesDue(now), cancellationToken);
            }

            // The end of one that begins now is not in the state yet.
            var ends = state.Rules.Freezes.Select(plan => plan.Until).OfType<DateTimeOffset>();
            next = times.Concat(ends).Where(time => time > now).Aggregate(next, (earliest, time) => Earlier(earliest, time));
        }

        return next;
    }

    private async Task SleepAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var wake = _wake;
        var alarm = clock.CreateTimer(_ => wake.TrySetResult(), null, time > TimeSpan.Zero ? time : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await using (alarm)
        {
            await wake.WaitAsync(cancellationToken);
        }

        // Before it looks again: whoever wakes it from now on did something that it has not seen.
        _wake = Signals.New();
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
