using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Notes what entered the gate of each queue, in queue order, and what became of it.</summary>
internal sealed class EntryLog
{
    private readonly Dictionary<QueueName, List<Entry>> _entries = [];
    private readonly Dictionary<ItemId, Entry> _open = [];

    /// <summary>The entries of each queue, in the order in which they entered.</summary>
    public IReadOnlyDictionary<QueueName, List<Entry>> Entries => _entries;

    /// <summary>The changes that waited for a freeze outside; they enter later than they were approved.</summary>
    public HashSet<ChangeId> SetAside { get; } = [];

    public void Hear(QueueName name, GateDecision decision)
    {
        SetAside.UnionWith(decision.Next.Freezes.IsEmpty ? [] : decision.Next.Waiting.Keys);
        var items = decision.Next.Queues.FirstOrDefault(queue => queue.Pipeline == SiteSketch.Gate)?.Items ?? [];
        foreach (var item in items.Where(item => !_open.ContainsKey(item.Id)))
        {
            if (!_entries.TryGetValue(name, out var entries))
            {
                _entries[name] = entries = [];
            }

            entries.Add(_open[item.Id] = new Entry(name, item.Id, item.Changes));
        }

        foreach (var gone in _open.Values.Where(entry => entry.Queue == name && !entry.IsGone && items.All(item => item.Id != entry.Item)))
        {
            gone.IsGone = true;
            gone.IsJudged = decision.Why.Any(reason => reason is { Kind: ReasonKind.Merged or ReasonKind.Rejected, Change: { } about } && gone.Changes.Any(change => change.Id == about));
        }
    }

    /// <summary>One item of the gate.</summary>
    internal sealed class Entry(QueueName queue, ItemId item, ImmutableArray<Change> changes)
    {
        public QueueName Queue { get; } = queue;

        public ItemId Item { get; } = item;

        public ImmutableArray<Change> Changes { get; } = changes;

        public bool IsGone { get; set; }

        /// <summary>True when it was merged or rejected; false when it went into another item before that.</summary>
        public bool IsJudged { get; set; }
    }
}
