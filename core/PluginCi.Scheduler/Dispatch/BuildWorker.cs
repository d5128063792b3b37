using System.Collections.Concurrent;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Runs builds on executors, each in a fresh workspace of exactly the commits under test.</summary>
internal sealed class BuildWorker(
    BuildSlots slots, Workspaces workspaces, BuildLogs logs, ReadStore reads, Board board, TimeProvider clock)
{
    private readonly ConcurrentDictionary<BuildId, CancellationTokenSource> _running = new();

    /// <summary>Makes a build known before it runs.</summary>
    /// <returns>A token that is cancelled with the build, or with <paramref name="stop"/>.</returns>
    public CancellationToken Announce(BuildId build, CancellationToken stop) =>
        _running.GetOrAdd(build, _ => CancellationTokenSource.CreateLinkedTokenSource(stop)).Token;

    public void Cancel(BuildId build)
    {
        if (_running.TryGetValue(build, out var running))
        {
            running.Cancel();
        }
    }

    public async Task<GateEvent?> RunAsync(StartBuild wish, CancellationToken cancellationToken)
    {
        try
        {
            using var slot = await slots.TakeAsync(wish.Priority, cancellationToken);
            var outcome = await RunOnAsync(slot.Executor, wish, cancellationToken);

            // A cancelled build has no answer: the gate forgot it, or the server stops and starts it again later.
            cancellationToken.ThrowIfCancellationRequested();
            return new BuildEnded(clock.GetUtcNow(), wish.Build, outcome.Result, outcome.Message, outcome.Duration);
        }
        finally
        {
            if (_running.TryRemove(wish.Build, out var running))
            {
                running.Dispose();
            }

            board.Touch();
        }
    }

    private async Task<BuildOutcome> RunOnAsync(IExecutor executor, StartBuild wish, CancellationToken cancellationToken)
    {
        await reads.RecordBuildStartAsync(wish.Build, clock.GetUtcNow(), cancellationToken);
        using var log = logs.Open(wish.Build);
        board.Touch();
        try
        {
            using var workspace = await workspaces.MakeAsync(wish, cancellationToken);
            var outcome = await executor.RunAsync(workspace.Request, log, cancellationToken);
            log.Line($"== {wish.Job.Name} {Words.Of(outcome.Result)}: {outcome.Message}");
            return outcome;
        }
        catch (Exception exception) when (exception is OutsideException or GitException or IOException)
        {
            log.Line($"== {wish.Job.Name} was lost: {exception.Message}");
            return new BuildOutcome(BuildResult.Lost, exception.Message, TimeSpan.Zero);
        }
    }
}
