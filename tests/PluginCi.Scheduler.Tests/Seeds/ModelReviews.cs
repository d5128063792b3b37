using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler.Seeds;

/// <summary>The review system as it is, whether or not a server runs, with the events that it has still to tell.</summary>
internal sealed class ModelReviews
{
    private TaskCompletionSource _more = NewSignal();
    private int _told;

    public ImmutableSortedDictionary<ChangeId, Change> Changes { get; private set; } = ImmutableSortedDictionary<ChangeId, Change>.Empty;

    /// <summary>When each change was approved last.</summary>
    public Dictionary<ChangeId, DateTimeOffset> ApprovedAt { get; } = [];

    /// <summary>Why a change must not be merged, by change.</summary>
    public SortedDictionary<ChangeId, string> Obstacles { get; } = [];

    public List<SourceEvent> Untold { get; } = [];

    public void Put(Change change, ChangeHappening kind)
    {
        Changes = Changes.SetItem(change.Id, change);
        Tell(new ChangeHappened($"{change.Id}:{kind}:{++_told}", change.Id, kind));
    }

    public void Tell(SourceEvent happened)
    {
        Untold.Add(happened);
        Wake();
    }

    /// <summary>Completes when there is something to tell that was not there before.</summary>
    public Task WhenMore() => _more.Task;

    public void MarkMerged(ChangeId change)
    {
        if (Changes[change].Status != ChangeStatus.Merged)
        {
            Put(Changes[change] with { Status = ChangeStatus.Merged }, ChangeHappening.Updated);
        }
    }

    /// <summary>Why this very patchset must not be merged now, or null.</summary>
    public string? FindObstacle(Change change) => (Changes[change.Id], Obstacles.GetValueOrDefault(change.Id)) switch
    {
        (_, { } obstacle) => obstacle,
        ({ Status: not ChangeStatus.Open }, _) => "It is not open.",
        (var now, _) when now.Patchset != change.Patchset => "It has a newer patchset.",
        ({ IsApproved: false }, _) => "It is not approved.",
        _ => null,
    };

    private void Wake()
    {
        var woken = _more;
        _more = NewSignal();
        woken.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
