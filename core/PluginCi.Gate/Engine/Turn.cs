using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>One call of <see cref="Gate.Apply"/> on its way: the state so far, and what has been decided.</summary>
internal sealed class Turn(GateState state, DateTimeOffset at)
{
    private readonly ImmutableArray<GateEffect>.Builder _effects = ImmutableArray.CreateBuilder<GateEffect>();
    private readonly ImmutableArray<Reason>.Builder _reasons = ImmutableArray.CreateBuilder<Reason>();
    private readonly Dictionary<ItemId, string> _farewells = [];
    private bool _hasClosedChanges;

    public GateState State { get; private set; } = state;

    public DateTimeOffset At { get; } = at;

    public GateDecision Decide()
    {
        if (_hasClosedChanges)
        {
            ForgetClosedChanges();
        }

        return new GateDecision(State, _effects.ToImmutable(), _reasons.ToImmutable());
    }

    public void Emit(GateEffect effect) => _effects.Add(effect);

    public void Because(ChangeId? change, ReasonKind kind, string text) => _reasons.Add(new Reason(change, kind, text));

    public string NextId(string kind)
    {
        State = State with { LastNumber = State.LastNumber + 1 };
        return $"{State.Rules.Name}-{kind}{State.LastNumber}";
    }

    public PipelinePlan Plan(PipelineQueue queue) => State.Rules.Pipeline(queue.Pipeline);

    public PipelineQueue Queue(string pipeline) => State.QueueOf(pipeline);

    public void Replace(PipelineQueue queue) =>
        State = State with { Queues = State.Queues.Replace(Queue(queue.Pipeline), queue) };

    public void Replace(string pipeline, QueueItem item)
    {
        var queue = Queue(pipeline);
        var index = IndexOf(queue, item.Id);
        Replace(queue with { Items = queue.Items.SetItem(index, item) });
    }

    /// <summary>Takes an item out; those behind it notice by their dangling <see cref="QueueItem.Ahead"/> and are told <paramref name="farewell"/>.</summary>
    public void Remove(string pipeline, ItemId item, string farewell)
    {
        var queue = Queue(pipeline);
        Replace(queue with { Items = queue.Items.RemoveAt(IndexOf(queue, item)) });
        _farewells[item] = farewell;
    }

    public string FarewellOf(ItemId item) => _farewells.GetValueOrDefault(item, "the change ahead of it left the queue");

    public void Know(Change change)
    {
        _hasClosedChanges |= change.Status != ChangeStatus.Open;
        State = State with { Changes = State.Changes.SetItem(change.Id, change) };
    }

    public bool IsMerged(ChangeId change) =>
        State.Changes.TryGetValue(change, out var known) && known.Status == ChangeStatus.Merged;

    public void SetTip(ProjectBranch branch, string? commit) =>
        State = State with { Tips = commit is null ? State.Tips.Remove(branch) : State.Tips.SetItem(branch, commit) };

    public void Wait(ChangeId change, string reason) => State = State with { Waiting = State.Waiting.SetItem(change, reason) };

    public void StopWaiting(ChangeId change) => State = State with { Waiting = State.Waiting.Remove(change) };

    public void SetRules(QueueRules rules, ImmutableArray<PipelineQueue> queues) => State = State with { Rules = rules, Queues = queues };

    private static int IndexOf(PipelineQueue queue, ItemId item)
    {
        for (var index = 0; index < queue.Items.Length; index++)
        {
            if (queue.Items[index].Id == item)
            {
                return index;
            }
        }

        throw new InvalidOperationException($"Item {item} is not in the queue of pipeline {queue.Pipeline}.");
    }

    private void ForgetClosedChanges()
    {
        var needed = State.Changes.Values
            .Where(change => change.Status == ChangeStatus.Open)
            .SelectMany(change => change.Needs)
            .ToHashSet();
        var forgotten = State.Changes.Values
            .Where(change => change.Status != ChangeStatus.Open && !needed.Contains(change.Id))
            .Select(change => change.Id);
        State = State with { Changes = State.Changes.RemoveRange(forgotten) };
    }
}
