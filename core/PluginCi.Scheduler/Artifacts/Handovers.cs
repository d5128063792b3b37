using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Hands builds what they need of others, and keeps what they hand on.</summary>
internal sealed class Handovers(ArtifactStore store, TimeProvider clock)
{
    private readonly WorkspaceFiller _filler = new(store.Blobs);
    private readonly OutboxReader _reader = new(store.Blobs);

    /// <summary>What one build is handed and hands on.</summary>
    public BuildHandover Of(StartBuild wish, BuildRequest request, SecretMask mask, IBuildOutput log) => new(this, wish, request, mask, log);

    /// <returns>Null, or why the build fails.</returns>
    public string? Fill(StartBuild wish, BuildRequest request) => _filler.Fill(request, [.. wish.Needs.Select(need => (need.Job, store.Find(need.Build)))]);

    /// <returns>What it hands on, and null or why the build fails. It is on disk before anybody is told that it passed.</returns>
    public async Task<(Handover Handover, string? Problem)> TakeAsync(BuildRequest request, SecretMask mask, CancellationToken cancellationToken)
    {
        var (handover, problem) = _reader.Read(request);
        problem ??= mask.FindIn(handover);
        handover = handover with { Data = mask.ApplyToJson(handover.Data) };
        if (problem is null)
        {
            await RecordAsync(request, handover, cancellationToken);
        }

        return (handover, problem);
    }

    /// <summary>Keeps what people look at of a build that failed.</summary>
    public Task TakeReportsAsync(BuildRequest request, SecretMask mask, CancellationToken cancellationToken) =>
        _reader.ReadReports(request) is var reports && mask.FindIn(reports) is null ? RecordAsync(request, reports, cancellationToken) : Task.CompletedTask;

    private async Task RecordAsync(BuildRequest request, Handover handover, CancellationToken cancellationToken)
    {
        // A build that runs again after a crash may hand on less than before.
        if (!(handover.IsEmpty && store.Find(request.Build).IsEmpty))
        {
            await store.RecordAsync(request.Build, handover, clock.GetUtcNow(), cancellationToken);
        }
    }
}
