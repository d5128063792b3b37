using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What a walk of a queue with overtaking knows of the items it has passed.</summary>
internal sealed class GraphFront(Turn turn, QueueDraft queue)
{
    private readonly List<QueueItem> _passed = [];
    private readonly List<double> _chances = [];
    private readonly Dictionary<ItemId, int> _places = [];
    private readonly Dictionary<ChangeId, int> _changes = [];
    private readonly List<int> _unbounded = [];
    private readonly List<(ImmutableArray<int> Ground, ImmutableArray<int> Likely)> _grounds = [];

    /// <param name="item">The item, as it is now.</param>
    /// <param name="ground">What <see cref="FindGround"/> found for it.</param>
    /// <param name="likely">What <see cref="FindLikely"/> found for it.</param>
    public void Pass(QueueItem item, ImmutableArray<int> ground, ImmutableArray<int> likely)
    {
        var place = _passed.Count;
        Landing ??= IsLanding(item) ? item : null;
        _passed.Add(item);
        _grounds.Add((ground, likely));
        _chances.Add(ChanceOf(item, ground.Length));
        _places[item.Id] = place;
        foreach (var change in item.Changes)
        {
            _changes[change.Id] = place;
        }

        // What cannot even be merged holds up nobody: those behind it are tested, and may merge, as if it were not there.
        if (item.Footprint is null or { IsEverything: true } && !Verdict.IsFailing(item))
        {
            _unbounded.Add(place);
        }
    }

    /// <summary>An item that is being merged or made ready for it, or null: one at a time, as each moves the tips under the next.</summary>
    public QueueItem? Landing { get; private set; } = queue.All().FirstOrDefault(IsLanding);

    /// <summary>An item that has been passed.</summary>
    public QueueItem this[int place] => _passed[place];

    /// <summary>The chance that the item at a place merges, from 0 to 1.</summary>
    public double ChanceOf(int place) => _chances[place];

    /// <summary>The places that the item at a place depends on.</summary>
    public ImmutableArray<int> GroundOf(int place) => _grounds[place].Ground;

    /// <summary>Those of them that are likely to merge.</summary>
    public ImmutableArray<int> LikelyOf(int place) => _grounds[place].Likely;

    /// <summary>A change that an item needs and that is failing, or null.</summary>
    public ChangeId? FailingNeedOf(QueueItem item)
    {
        foreach (var need in item.Needs)
        {
            if (_changes.TryGetValue(need, out var place) && (Verdict.IsFailing(_passed[place]) || _passed[place].Wait == Wait.Need))
            {
                return need;
            }
        }

        return null;
    }

    /// <summary>The places of those passed so far that the results of the next item depend on, in queue order: what its footprint meets, and what it needs.</summary>
    public ImmutableArray<int> FindGround(QueueItem item)
    {
        if (item.Footprint is { IsEverything: true })
        {
            return [.. Enumerable.Range(0, _passed.Count)];
        }

        var ground = new List<int>();
        AddNeeds(item, ground);
        if (item.Footprint is not null)
        {
            ground.AddRange(_unbounded);
            foreach (var other in item.Entangled)
            {
                if (_places.TryGetValue(other, out var place))
                {
                    ground.Add(place);
                }
            }
        }

        return Sorted(ground);
    }

    /// <summary>The places of a ground that are likely to merge; what the item needs is always among them.</summary>
    public ImmutableArray<int> FindLikely(QueueItem item, ImmutableArray<int> ground)
    {
        var likely = new List<int>(ground.Length);
        foreach (var place in ground)
        {
            if (_chances[place] >= 0.5 && !Verdict.IsFailing(_passed[place]) && _passed[place].Wait != Wait.Need)
            {
                likely.Add(place);
            }
        }

        return WithNeeds(item, likely);
    }

    /// <summary>Places with those that they, or an item on top of them, need first.</summary>
    public ImmutableArray<int> WithNeeds(QueueItem item, List<int> places)
    {
        AddNeeds(item, places);
        for (var index = 0; index < places.Count; index++)
        {
            AddNeeds(_passed[places[index]], places);
        }

        return Sorted(places);
    }

    /// <summary>True when a state is that of an item on top of exactly the places, and of what has merged since.</summary>
    public bool Fits(Buildset state, ImmutableArray<int> places)
    {
        if (state.IsStale || state.Assumes.Length != places.Length)
        {
            return false;
        }

        for (var index = 0; index < places.Length; index++)
        {
            if (state.Assumes[index] != _passed[places[index]].Id)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a state may still be needed: all that it assumes may still merge before it.</summary>
    public bool IsPossible(Buildset state) => !state.IsStale && state.Assumes.All(_places.ContainsKey);

    // What is not known yet depends on the item itself, and on all that it meets.
    private double ChanceOf(QueueItem item, int ahead) => Speculation.ChanceToPass(turn, item, item.Buildset) switch
    {
        var own and > 0 and < 1 => (item.Proven is null ? own : 1) * Math.Pow(1 - turn.State.Meetings.Rate, Math.Max(0, item.Met + ahead - (item.Proven ?? 0))),
        var known => known,
    };

    private static bool IsLanding(QueueItem item) =>
        item.IsSubmitting || item is { Buildset: { Phase: BuildsetPhase.Preparing, Assumes.IsEmpty: true }, Former.Standing: { IsComplete: true, IsFailing: false } };

    private static ImmutableArray<int> Sorted(List<int> places)
    {
        places.Sort();
        var sorted = ImmutableArray.CreateBuilder<int>(places.Count);
        foreach (var place in places)
        {
            if (sorted.Count == 0 || sorted[^1] != place)
            {
                sorted.Add(place);
            }
        }

        return sorted.ToImmutable();
    }

    private void AddNeeds(QueueItem item, List<int> places)
    {
        foreach (var need in item.Needs)
        {
            if (_changes.TryGetValue(need, out var place) && !places.Contains(place))
            {
                places.Add(place);
            }
        }
    }
}
