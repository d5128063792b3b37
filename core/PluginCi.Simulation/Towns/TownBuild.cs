using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>A build that the gate asked for.</summary>
/// <param name="queue">The queue that asked.</param>
/// <param name="wish">What it asked for.</param>
/// <param name="owners">The changes of the item that holds the build; of a batch, the last one. Empty for a branch or tag.</param>
internal sealed class TownBuild(TownQueue queue, StartBuild wish, ImmutableArray<ChangeId> owners)
{
    public TownQueue Queue { get; } = queue;

    public StartBuild Wish { get; } = wish;

    public BuildId Id => Wish.Build;

    /// <summary>The changes that it is named by.</summary>
    public ImmutableArray<ChangeId> Owners { get; } = owners;

    public TownBuildStage Stage { get; set; }

    /// <summary>Its place among all that started; 0 until it starts.</summary>
    public long Number { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When its time limit is over; only while it runs and is not paused.</summary>
    public DateTimeOffset Deadline => StartedAt + Wish.Job.Plan.TimeLimit;

    /// <summary>How it ended, or null until then.</summary>
    public BuildResult? Result { get; set; }

    /// <summary>True from its start to its end, paused or not.</summary>
    public bool IsRunning => Stage is TownBuildStage.Running or TownBuildStage.Paused;

    /// <summary>The changes that it is about: those of its job, or all that it tests.</summary>
    public IEnumerable<ChangeId> About => Wish.Job.For.IsEmpty ? Wish.Changes.Select(change => change.Id) : Wish.Job.For;

    /// <summary>Finds whose builds a wish is about: the item that holds the state, which is the last one of a batch.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="then">The state that it came with.</param>
    public static ImmutableArray<ChangeId> OwnersOf(StartBuild wish, GateState then)
    {
        var items = then.Queues.FirstOrDefault(queue => queue.Pipeline == wish.Pipeline)?.Items ?? [];
        var item = items.FirstOrDefault(item => item.Buildset?.Id == wish.Buildset || item.Alternatives.Any(other => other.Id == wish.Buildset));
        ImmutableArray<ChangeId> owners = [.. (item?.Changes ?? wish.Changes).Select(change => change.Id)];
        ImmutableArray<ChangeId> asking = [.. owners.Where(wish.Job.For.Contains)];
        return asking.IsEmpty ? owners : asking;
    }
}
