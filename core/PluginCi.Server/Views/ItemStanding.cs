using PluginCi.Gating;

namespace PluginCi.Server;

/// <summary>Says in words where an item stands.</summary>
internal sealed class ItemStanding
{
    private readonly PipelineQueue _queue;
    private readonly QueueItem _item;
    private readonly int? _window;
    private readonly QueueItem? _failingNeed;

    public ItemStanding(PipelineQueue queue, QueueItem item, int place, int? window)
    {
        _queue = queue;
        _item = item;
        _window = window;
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

    public string Reason => (State, _queue.Find(_item.Ahead)) switch
    {
        (ItemState.Waiting, _) when _failingNeed is not null => $"{_failingNeed.Change.Id}, which it needs, is failing",
        (ItemState.Waiting, _) when !IsActive => $"outside the window of {_window}",
        (ItemState.Waiting, { } ahead) => $"waits for the merge of {ahead.Change.Id}",
        (ItemState.Waiting, null) => "waits for the gate",
        (ItemState.Failing, _) => WhyFailing(_item.Buildset!),
        (ItemState.Passed, { } ahead) when _window is not null => $"merges after {ahead.Change.Id}",
        _ => "",
    };

    private static string WhyFailing(Buildset buildset) => buildset.Problem ?? string.Join(
        ", ",
        buildset.Jobs
            .Where(job => job.Plan.IsVoting && JobGraph.StandingOf(buildset, job) == JobStanding.Failed)
            .Select(job => $"{job.Name} {Words.Of(JobGraph.LatestBuild(buildset, job.Name)!.Result!.Value)}"));

    // The same rule as the gate's: what an item needs may be failing itself or by what it needs in turn.
    private QueueItem? FailingNeed(QueueItem item, int place) => item.Change.Needs
        .Select(need => _queue.Items.Take(place).FirstOrDefault(other => other.Change.Id == need))
        .FirstOrDefault(needed => needed is not null && (Verdict.IsFailing(needed) || FailingNeed(needed, place) is not null));
}
