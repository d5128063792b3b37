using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>One queue in one pipeline while a turn changes it. Items are copied at the first change only.</summary>
internal sealed class QueueDraft(PipelineQueue before, PipelinePlan plan)
{
    private List<QueueItem>? _items;

    public PipelinePlan Plan { get; } = plan;

    public int Window { get; set; } = before.Window;

    /// <summary>No item from this place on has a state under test.</summary>
    public int Active { get; set; } = before.Active;

    public ImmutableArray<ItemId> Batch { get; set; } = before.Batch;

    public ImmutableArray<ImmutableArray<ItemId>> Parts { get; set; } = before.Parts;

    public int Count => _items?.Count ?? before.Items.Length;

    /// <summary>True when an item needs those that it depends on ahead of it in the queue.</summary>
    public bool IsOrdered => Plan.Manager is PipelineManager.Dependent or PipelineManager.Serial;

    /// <summary>How many items from the head on may have builds: the window, or one where items run one after the other.</summary>
    public int Reach => Windows.Reach(Plan, Window);

    public QueueItem this[int place]
    {
        get => _items is null ? before.Items[place] : _items[place];
        set => Own()[place] = value;
    }

    public PipelineQueue Freeze() =>
        _items is null && Window == before.Window && Active == before.Active && Batch == before.Batch && Parts == before.Parts
            ? before
            : before with { Items = _items is null ? before.Items : [.. _items], Window = Window, Active = Active, Batch = Batch, Parts = Parts };

    public int IndexOf(ItemId? item)
    {
        for (var place = 0; place < Count; place++)
        {
            if (this[place].Id == item)
            {
                return place;
            }
        }

        return -1;
    }

    public QueueItem? Find(ItemId? item) => item is not null && IndexOf(item) is >= 0 and var place ? this[place] : null;

    public QueueItem? FindLive(ChangeId change)
    {
        for (var place = 0; place < Count; place++)
        {
            if (this[place].Has(change))
            {
                return this[place];
            }
        }

        return null;
    }

    /// <summary>Every item of a change; several only where outdated patchsets stay.</summary>
    public QueueItem[] FindAll(ChangeId change)
    {
        for (var place = 0; place < Count; place++)
        {
            if (this[place].Has(change))
            {
                return [.. All().Where(item => item.Has(change))];
            }
        }

        return [];
    }

    public IEnumerable<QueueItem> All()
    {
        for (var place = 0; place < Count; place++)
        {
            yield return this[place];
        }
    }

    /// <summary>Puts an item in the place of an older value of itself.</summary>
    public QueueItem Replace(QueueItem item)
    {
        Own()[IndexOf(item.Id)] = item;
        return item;
    }

    public void Insert(int place, QueueItem item)
    {
        Own().Insert(place, item);
        Active += place < Active ? 1 : 0;
    }

    public void Remove(ItemId item)
    {
        var place = IndexOf(item);
        Own().RemoveAt(place);
        Active -= place < Active ? 1 : 0;
        Batch = Batch.Remove(item);
        Parts = [.. Parts.Select(part => part.Remove(item)).Where(part => !part.IsEmpty)];
    }

    public void Reorder(IReadOnlyList<QueueItem> items)
    {
        _items = [.. items];
        Active = Count;
    }

    private List<QueueItem> Own() => _items ??= [.. before.Items];
}
