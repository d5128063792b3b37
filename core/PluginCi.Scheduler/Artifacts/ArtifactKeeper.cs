using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Removes what builds handed on long ago, once no state that is still tested holds such a build and no environment has it.</summary>
internal sealed class ArtifactKeeper(SchedulerOptions options, ArtifactStore store, ReleaseStore releases, Board board, TimeProvider clock, ILogger<ArtifactKeeper> logger)
{
    private const string About = "removal of old artifacts";

    // The first time after as long: by then every queue shows its state.
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await CollectAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Removes once.</summary>
    public async Task CollectAsync(CancellationToken cancellationToken)
    {
        try
        {
            var removed = await store.CollectAsync(clock.GetUtcNow(), options.ArtifactsKept, NeededNow(), cancellationToken);
            Log.ArtifactsRemoved(logger, removed);
            board.Warn(About, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StorageException)
        {
            board.Warn(About, $"Old artifacts could not be removed, and fill the disk: {exception.Message}");
        }
    }

    // What is on an environment may have to be looked at, or be promoted on, however old it is.
    private HashSet<BuildId> NeededNow() =>
    [
        .. releases.ReadNewest().Select(release => release.Maker),
        .. board.States.Values.SelectMany(state => state.Queues).SelectMany(queue => queue.Items)
            .SelectMany(item => item.Alternatives.Append(item.Buildset).Append(item.Former).OfType<Buildset>())
            .SelectMany(buildset => buildset.Builds)
            .Select(build => build.Id),
    ];
}
