using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Runs builds on executors, each in a fresh workspace of exactly the commits under test.</summary>
internal sealed class BuildWorker(
    BuildSemaphores semaphores, BuildSlots slots, Networks networks, SecretDesk secretDesk, ReleaseDesk releases, SiteKeeper sites, CacheStore cacheStore, Workspaces workspaces, BuildLogs logs, ReadStore reads, TestReports tests, Handovers handovers, Board board, SchedulerOptions options, TimeProvider clock, ILogger<BuildWorker> logger)
{
    private readonly ConcurrentDictionary<BuildId, RunningBuild> _running = new();

    /// <summary>Makes a build known before it runs, and until its end is stored.</summary>
    /// <returns>Cancelled with the build, or with <paramref name="stop"/>; makes it forgotten when disposed.</returns>
    public RunningBuild Announce(BuildId build, CancellationToken stop) => _running[build] = new RunningBuild(() => _running.TryRemove(build, out _), stop);

    /// <summary>Takes over what the site says about the running of builds.</summary>
    public void Apply(Site site)
    {
        semaphores.Recount(site.Plan.Semaphores);
        slots.SetQuotas(site.Plan.Quotas);
    }

    /// <summary>Keeps the room and the semaphores of builds that went on without the server, before others can ask for them.</summary>
    public void Recall(IEnumerable<(StartBuild Build, string Executor)> started)
    {
        foreach (var (build, executor) in started)
        {
            if (!build.Job.Plan.Pauses && slots.TryRetake(build.Build, build.Target.Project, executor))
            {
                semaphores.Retake(build.Build, Releases.SemaphoresOf(build.Job.Plan));
            }
        }
    }

    public void Cancel(BuildId build)
    {
        if (_running.TryGetValue(build, out var running))
        {
            running.Cancel();
        }
    }

    /// <summary>Lets a paused build end. One that is not paused here, as after a restart, is not.</summary>
    /// <returns>Null: its answer is the build's end.</returns>
    public GateEvent? Resume(BuildId build)
    {
        if (_running.TryGetValue(build, out var running))
        {
            running.Resume();
        }

        return null;
    }

    public async Task<GateEvent?> RunAsync(QueueLoop queue, StartBuild wish, RunningBuild running)
    {
        try
        {
            var (outcome, flags) = queue.HasHeard(PausedKey(wish.Build))
                ? (new BuildOutcome(BuildResult.Lost, "The server was restarted while the build was paused.", TimeSpan.Zero), [])
                : await RunAsync(queue, wish, running, running.Token);

            // A cancelled build has no answer: the gate forgot it, or the server stops and starts it again later.
            running.Token.ThrowIfCancellationRequested();
            return new BuildEnded(clock.GetUtcNow(), wish.Build, outcome.Result, outcome.Message, outcome.Duration) { Flags = flags };
        }
        finally
        {
            board.Touch();
        }
    }

    private async Task<(BuildOutcome Outcome, ImmutableArray<string> Flags)> RunAsync(QueueLoop queue, StartBuild wish, RunningBuild running, CancellationToken cancellationToken)
    {
        // What runs already is not asked whether it may; and only its executor can end it, so nothing else hears of a cancel.
        var isJoined = slots.HasRetaken(wish.Build);
        if (isJoined)
        {
            cancellationToken = CancellationToken.None;
        }
        else if (FindObstacle(wish) is { } obstacle)
        {
            return (new BuildOutcome(BuildResult.Failure, obstacle, TimeSpan.Zero), []);
        }

        // Before the room: a build that waits for a semaphore must not keep others from running.
        using var held = await semaphores.TakeAsync(wish.Build, wish.Priority, Releases.SemaphoresOf(wish.Job.Plan), cancellationToken);
        using var slot = await slots.TakeAsync(new SlotWish(wish.Build, wish.Priority, ShareOf(queue, wish), wish.Target.Project, wish.Job.Plan), cancellationToken);
        if (!isJoined)
        {
            await reads.RecordBuildStartAsync(wish.Build, slot.Executor.Name, clock.GetUtcNow(), cancellationToken);
        }

        using var log = logs.Open(wish.Build);
        board.Touch();
        if (!wish.Job.Plan.Secrets.IsEmpty && slot.Executor is ILastingExecutor)
        {
            // One that is joined tells its output again from its start, and the values that it runs with may be others than today's: nothing could hide them.
            (isJoined, cancellationToken) = (false, running.Token);
            if (await EndAsync(wish, slot, running, log) is { } trouble)
            {
                return (new BuildOutcome(BuildResult.Lost, trouble, TimeSpan.Zero), []);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        // Again, as the site may have changed its mind while the build waited.
        if (!isJoined && (networks.FindObstacle(wish) ?? secretDesk.FindObstacle(wish) ?? releases.FindObstacle(wish)) is { } refused)
        {
            return (new BuildOutcome(BuildResult.Failure, refused, TimeSpan.Zero), []);
        }

        if (ReadSecrets(wish, out var secrets) is { } missing)
        {
            log.Line($"== {missing.Message}");
            return (missing, []);
        }

        log.Hide(secrets.Mask);
        var ended = await RunAsync(queue, wish, slot, isJoined, secrets, log, running, cancellationToken);
        return (ended.Outcome with { Message = secrets.Mask.Apply(ended.Outcome.Message) }, ended.Flags);
    }

    private async Task<(BuildOutcome Outcome, ImmutableArray<string> Flags)> RunAsync(
        QueueLoop queue, StartBuild wish, BuildSlot slot, bool isJoined, BuildSecrets secrets, BuildLog log, RunningBuild running, CancellationToken cancellationToken)
    {
        try
        {
            await using var supplies = isJoined ? await SupplyAgainAsync(wish, slot, running, log) : await SupplyAsync(wish, secrets, log, cancellationToken);
            if (supplies.Lacking is { } lacking)
            {
                if (isJoined)
                {
                    await EndAsync(wish, slot, running, log);
                }

                return (lacking, []);
            }

            using var deadline = new BuildDeadline(wish.Job.Plan.TimeLimit + options.BuildGrace, options.PreparationLimit, clock);
            var told = new MaskedOutput(log, secrets.Mask);
            var output = new FailureWatch(told, wish, logger, deadline.Wait, message =>
                StoreAsync(wish, running, () => queue.PostAsync($"failing:{wish.Build}", new BuildFailing(clock.GetUtcNow(), wish.Build, message), CancellationToken.None)));
            var outcome = await RunOnAsync(queue, slot, wish, supplies, output, running, deadline);
            told.End();
            await supplies.CloseNetworkAsync();
            await output.WhenTold();
            outcome = await StoreAsync(wish, running, () => supplies.Handover.TakeAsync(outcome, cancellationToken));
            outcome = await StoreAsync(wish, running, () => tests.TakeAsync(queue.Name, wish, outcome, secrets.Mask, log, cancellationToken));
            outcome = await StoreAsync(wish, running, () => releases.TakeAsync(wish, outcome, cancellationToken));
            if (outcome.Result == BuildResult.Success)
            {
                supplies.Caches.Keep();
            }

            log.Line($"== {wish.Job.Name} {Words.Of(outcome.Result)}: {outcome.Message}");
            return (outcome, outcome.Result == BuildResult.Success ? supplies.Handover.Flags : []);
        }
        catch (Exception exception) when (exception is OutsideException or GitException or IOException)
        {
            log.Line($"== {wish.Job.Name} was lost: {exception.Message}");
            return (new BuildOutcome(BuildResult.Lost, exception.Message, TimeSpan.Zero), []);
        }
    }

    // The change is not to blame for a server that lacks something: it is tried again as one whose worker was lost.
    private BuildOutcome? ReadSecrets(StartBuild wish, out BuildSecrets secrets)
    {
        try
        {
            secrets = secretDesk.Read(wish);
            return null;
        }
        catch (SecretException exception)
        {
            secrets = BuildSecrets.None;
            return new BuildOutcome(BuildResult.Lost, exception.Message, TimeSpan.Zero);
        }
    }

    // What was built is not built again because the database is away.
    private async Task<T> StoreAsync<T>(StartBuild wish, RunningBuild running, Func<Task<T>> store)
    {
        while (true)
        {
            try
            {
                return await store();
            }
            catch (StorageException exception)
            {
                Log.EffectFailed(logger, wish.Key, options.RetryDelay, exception.Message);
                await Task.Delay(options.RetryDelay, clock, running.Token);
            }
        }
    }

    private async Task StoreAsync(StartBuild wish, RunningBuild running, Func<Task> store) => await StoreAsync(wish, running, async () =>
    {
        await store();
        return true;
    });

    private async Task<BuildSupplies> SupplyAsync(StartBuild wish, BuildSecrets secrets, IBuildOutput log, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The supplies own it.
        var workspace = await workspaces.MakeAsync(wish, cancellationToken);
#pragma warning restore CA2000
        BuildNetwork? network = null;
        try
        {
            network = networks.Open(wish, secrets.Mask, log);
            var caches = new BuildCaches(cacheStore, wish.Job.Group is { } group ? $"group {group}" : $"project {wish.Target.Project}", Trust.IsReviewed(sites.Current.Plan, wish) && wish.Job.Plan.Secrets.IsEmpty, log);
            var request = caches.Fill(workspace.Request, workspace.Caches);
            request = secrets.AddTo(network?.AddTo(request, workspace.Caches) ?? request);
            var handover = handovers.Of(wish, request, secrets.Mask, log);
            return new BuildSupplies(workspace, network, caches, handover, request, handover.Fill());
        }
        catch
        {
            await (network?.DisposeAsync() ?? ValueTask.CompletedTask);
            workspace.Dispose();
            throw;
        }
    }

    // It runs already: trouble with what it was made from is none of its own, and giving it up would let another run beside it. But some of that may be gone for good,
    // and longer than it may run nobody waits.
    private async Task<BuildSupplies> SupplyAgainAsync(StartBuild wish, BuildSlot slot, RunningBuild running, BuildLog log)
    {
        using var overdue = new CancellationTokenSource(wish.Job.Plan.TimeLimit + options.BuildGrace, clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, running.Unwanted, running.LetGo);
        var told = "";
        while (true)
        {
            try
            {
                return await SupplyAsync(wish, BuildSecrets.None, log, CancellationToken.None);
            }
            catch (Exception exception) when (exception is OutsideException or GitException or IOException)
            {
                Log.EffectFailed(logger, wish.Key, options.RetryDelay, exception.Message);
                if (told != exception.Message)
                {
                    log.Line($"== {wish.Job.Name} runs on, and cannot be joined now: {exception.Message}");
                    board.Touch();
                }

                told = exception.Message;
                await Task.Delay(options.RetryDelay, clock, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                running.LetGo.ThrowIfCancellationRequested();
                if (enough.IsCancellationRequested)
                {
                    await EndAsync(wish, slot, running, log);
                    throw;
                }
            }
        }
    }

    // Only its executor can end it, and needs nothing of what it was made from.
    /// <returns>Null, or why it may go on.</returns>
    private async Task<string?> EndAsync(StartBuild wish, BuildSlot slot, RunningBuild running, BuildLog log)
    {
        Task ending = ((ILastingExecutor)slot.Executor).RunLastingAsync(workspaces.RequestOf(wish), log, running.LetGo, new CancellationToken(canceled: true));
        await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ending.Exception?.InnerException?.Message;
    }

    // A build that goes on without the server is not cancelled when that stops: the next server asks for it again.
    private Task<BuildOutcome> RunOnAsync(
        QueueLoop queue, BuildSlot slot, StartBuild wish, BuildSupplies supplies, IBuildOutput output, RunningBuild running, BuildDeadline deadline) =>
        (wish.Job.Plan.Pauses, slot.Executor) switch
        {
            (false, ILastingExecutor executor) when !wish.Job.Plan.Secrets.IsEmpty => EndInTimeAsync(wish, deadline, token => executor.RunAsync(supplies.Request, output, token), running.Token),
            (true, _) => EndInTimeAsync(wish, deadline, token => RunPausingAsync(queue, slot, wish, supplies, output, running, token), running.Token),
            (false, ILastingExecutor lasting) => EndInTimeAsync(wish, deadline, token => lasting.RunLastingAsync(supplies.Request, output, running.LetGo, token), running.Unwanted),
            (false, var executor) => EndInTimeAsync(wish, deadline, token => executor.RunAsync(supplies.Request, output, token), running.Token),
        };

    // Executors keep the time limit. One that hangs must not hold a queue for ever.
    private static async Task<BuildOutcome> EndInTimeAsync(
        StartBuild wish, BuildDeadline deadline, Func<CancellationToken, Task<BuildOutcome>> run, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = run(limited.Token);
        if (await Task.WhenAny(running, deadline.WhenOver) == running)
        {
            return await running;
        }

        await limited.CancelAsync();
        throw new OutsideException($"Its executor did not end it although its time limit of {wish.Job.Plan.TimeLimit} was long over.");
    }

    private string? FindObstacle(StartBuild wish) =>
        slots.FindObstacle(wish.Job.Plan) is { } obstacle ? $"No executor can run job {wish.Job.Name}. {obstacle}" : networks.FindObstacle(wish) ?? secretDesk.FindObstacle(wish) ?? releases.FindObstacle(wish);

    private async Task<BuildOutcome> RunPausingAsync(
        QueueLoop queue, BuildSlot slot, StartBuild wish, BuildSupplies supplies, IBuildOutput output, RunningBuild running, CancellationToken cancellationToken)
    {
        return await ((IPausingExecutor)slot.Executor).RunPausingAsync(
            supplies.Request,
            output,
            async token =>
            {
                // The room is for those that need this build; with all of it taken by builds that wait for others, nothing would go on.
                slot.Dispose();
                if (!await StoreAsync(wish, running, () => supplies.Handover.TryTakeAsync(token)))
                {
                    return;
                }

                await StoreAsync(wish, running, () => queue.PostAsync(PausedKey(wish.Build), new BuildPaused(clock.GetUtcNow(), wish.Build) { Flags = supplies.Handover.Flags }, token));
                await running.WhenResumedAsync(token);
            },
            cancellationToken);
    }

    // What is merged in order is best tested in order, whosever it is; elsewhere each project has its share.
    private static string ShareOf(QueueLoop queue, StartBuild wish) =>
        queue.State.Rules.Pipelines.FirstOrDefault(pipeline => pipeline.Name == wish.Pipeline)?.Manager == PipelineManager.Dependent ? $"queue {queue.Name}" : $"project {wish.Target.Project}";

    private static string PausedKey(BuildId build) => $"paused:{build}";
}
