using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>
/// The server's alarm clock: enqueues branches in pipelines that come due, and ends freezes whose time is over. What came due while no server ran is made
/// up for once; the key of an event is its due time, so that nothing is done twice.
/// </summary>
internal sealed class ScheduleWorker(
    SchedulerOptions options, SiteKeeper sites, QueueSet queues, Repositories repositories, Tips tips, MarkStore marks, Board board, TimeProvider clock, ILogger<ScheduleWorker> logger)
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
                board.Warn("clock", $"Scheduled pipelines and ends of freezes wait: {exception.Message}");
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
        var next = await ThawAsync(now, cancellationToken);
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
        DateTimeOffset? next = null;
        foreach (var branch in await FindBranchesAsync(pipeline, cancellationToken))
        {
            if (looked is { } after && timetable.FindDue(branch, after, now) is { } due)
            {
                await EnqueueAsync(pipeline, branch, due, now, cancellationToken);
            }

            next = Earlier(next, timetable.FindNext(branch, now));
        }

        // Without it, what came due before a branch or the schedule was made would be run.
        await marks.SetAsync(mark, now.UtcTicks.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return next;
    }

    private async Task EnqueueAsync(
        PipelinePlan pipeline, ProjectBranch branch, DateTimeOffset due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (queues.Find(branch.Project) is { } queue)
        {
            await tips.TryEnsureAsync(queue, branch, cancellationToken);

            // Without a commit: the queue takes the tip that it knows when it takes the event.
            var update = new RefUpdate(branch.Project, branch.Branch, null, "", Trigger.Timer);
            await queue.PostAsync($"timer:{pipeline.Name}:{branch}:{due.UtcTicks}", new RefArrived(now, update, pipeline.Name), cancellationToken);
        }
    }

    /// <summary>The branches that a pipeline runs for: all of each project that takes part.</summary>
    private async Task<List<ProjectBranch>> FindBranchesAsync(PipelinePlan pipeline, CancellationToken cancellationToken)
    {
        // Scripts of the config project are evaluated for each change; there is nothing to run at night.
        var projects = sites.Current.Plan.Projects
            .Where(project => project.Name != options.ConfigProject && (project.Pipelines.IsEmpty || project.Pipelines.Contains(pipeline.Name)));
        var found = new List<ProjectBranch>();
        foreach (var project in projects)
        {
            var branches = await FindBranchesAsync(project.Name, cancellationToken);
            found.AddRange(branches.Append(project.DefaultBranch).Distinct(StringComparer.Ordinal).Select(branch => new ProjectBranch(project.Name, branch)));
        }

        return found;
    }

    // A project that cannot be read does not hold up the others; its default branch says why it cannot be tested.
    private async Task<IReadOnlyCollection<string>> FindBranchesAsync(ProjectName project, CancellationToken cancellationToken)
    {
        try
        {
            return await repositories.FindBranchesAsync(sites.Current.ConnectionOf(project), project, cancellationToken);
        }
        catch (Exception exception) when (exception is OutsideException or GitException)
        {
            return [];
        }
    }

    /// <summary>Ends the freezes whose time is over.</summary>
    /// <returns>When the next one ends.</returns>
    private async Task<DateTimeOffset?> ThawAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? next = null;
        foreach (var queue in queues.All)
        {
            foreach (var freeze in queue.State.Freezes)
            {
                if (freeze.Until is { } until && until <= now)
                {
                    var key = $"thaw:{freeze.Scope}:{freeze.Since.UtcTicks}:{until.UtcTicks}";
                    await queue.PostAsync(key, new Commanded(now, new ThawMerges(freeze.Scope), "clock"), cancellationToken);
                }
                else
                {
                    next = Earlier(next, freeze.Until);
                }
            }
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
