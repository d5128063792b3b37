using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What a walk knows of the items it has passed.</summary>
internal sealed class Front
{
    private readonly ImmutableArray<ChangeId>.Builder _ahead = ImmutableArray.CreateBuilder<ChangeId>();
    private HashSet<ChangeId>? _failing;

    /// <summary>The nearest item ahead that is not failing, or null at the head.</summary>
    public QueueItem? Nearest { get; private set; }

    /// <summary>True when the state of the nearest item may be built upon.</summary>
    public bool IsReady => Nearest is null || Nearest.Ref is not null || Nearest.Buildset is { Phase: BuildsetPhase.Prepared, IsStale: false };

    /// <summary>True while a job ahead holds those behind.</summary>
    public bool Holds { get; private set; }

    /// <summary>The changes that are not failing, in merge order.</summary>
    public ImmutableArray<ChangeId> Ahead => _ahead.ToImmutable();

    /// <summary>A change that an item needs and that is failing, or null.</summary>
    public ChangeId? FailingNeedOf(QueueItem item)
    {
        if (_failing is null)
        {
            return null;
        }

        foreach (var need in item.Needs)
        {
            if (_failing.Contains(need))
            {
                return need;
            }
        }

        return null;
    }

    public void Pass(QueueItem item)
    {
        if (Verdict.IsFailing(item) || item.Wait == Wait.Need)
        {
            _failing ??= [];
            _failing.UnionWith(item.Changes.Select(change => change.Id));
            return;
        }

        Nearest = item;
        Holds |= item.Buildset is null or { Standing.HoldsFollowing: true };
        foreach (var change in item.Changes)
        {
            _ahead.Add(change.Id);
        }
    }
}
