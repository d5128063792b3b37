using PluginCi.Gating;

namespace PluginCi.Server;

/// <summary>Says in words where an item stands.</summary>
internal sealed class ItemStanding
{
    private readonly PipelineQueue _queue;
    private readonly QueueItem _item;
    private readonly QueueItem? _failingNeed;

    public ItemStanding(PipelineQueue queue, QueueItem item, int place, int? window)
    {
        _queue = queue;
        _item = item;
        _failingNeed = window is null ? null : FailingNeed(item, place);
        IsActive = window is not { } size || place < size;
        IsCutOff = Verdict.IsFailing(item) || _failingNeed is not null;
    }

    public bool IsActive { get; }

    public bool IsCutOff { get; }

    public ItemState State => _item switch
    {
        { IsSubmitting: true } => ItemState.Merging,
        { Buildset: null } => ItemState.Waiting,
        _ when Verdict.IsFailing(_item) => ItemState.Failing,
        { Buildset.Phase: BuildsetPhase.Preparing } => ItemState.Preparing,
        _ when Verdict.HasPassed(_item) => ItemState.Passed,
        _ => ItemState.Testing,
    };

    public string Reason => State == ItemState.Failing ? WhyFailing(_item.Buildset!)
        : _failingNeed is not null && State == ItemState.Waiting ? $"{_failingNeed.Title}, which it needs, is failing"
        : _item.WaitsFor.Length > 0 ? $"waits for {_item.WaitsFor}"
        : "";

    private static string WhyFailing(Buildset buildset) => buildset.Problem ?? string.Join(
        ", ",
        buildset.Jobs
            .Where(job => job.Decides)
            .Select(job => (job.Name, Build: JobGraph.LatestBuild(buildset, job.Name), Standing: JobGraph.StandingOf(buildset, job)))
            .Where(job => job.Standing == JobStanding.Failed || job.Build is { WillFail: true })
            .Select(job => $"{job.Name} {(job.Build?.Result is { } result ? Words.Of(result) : "is going to fail")}"));

    // The same rule as the gate's: what an item needs may be failing itself or by what it needs in turn.
    private QueueItem? FailingNeed(QueueItem item, int place) => item.Needs
        .Select(need => _queue.Items.Take(place).FirstOrDefault(other => other.Has(need)))
        .FirstOrDefault(needed => needed is not null && (Verdict.IsFailing(needed) || FailingNeed(needed, place) is not null));
}
