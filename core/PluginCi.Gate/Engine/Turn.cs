using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>One call of <see cref="Gate.Apply"/> on its way: the state so far, and what has been decided.</summary>
internal sealed class Turn
{
    // Closed changes are forgotten in bulk, so that a merge costs the same however many changes are known.
    private const int ClosedChangesWorthForgetting = 64;

    private readonly ImmutableArray<GateEffect>.Builder _effects = ImmutableArray.CreateBuilder<GateEffect>();
    private readonly ImmutableArray<Reason>.Builder _reasons = ImmutableArray.CreateBuilder<Reason>();
    private readonly Dictionary<ItemId, string> _farewells = [];
    private readonly List<QueueDraft> _queues;

    public Turn(GateState state, DateTimeOffset at)
    {
        State = state;
        At = at;
        _queues = [.. state.Queues.Select(queue => new QueueDraft(queue, state.Rules.Pipeline(queue.Pipeline)))];
    }

    /// <summary>Everything but the queues.</summary>
    public GateState State { get; private set; }

    public QueueRules Rules => State.Rules;

    public DateTimeOffset At { get; }

    public IReadOnlyList<QueueDraft> Queues => _queues;

    public GateDecision Decide()
    {
        if (State.ClosedChanges > ClosedChangesWorthForgetting)
        {
            ForgetClosedChanges();
        }

        return new GateDecision(State with { Queues = [.. _queues.Select(queue => queue.Freeze())] }, _effects.ToImmutable(), _reasons.ToImmutable());
    }

    public QueueDraft? Queue(string pipeline) => _queues.Find(queue => queue.Plan.Name == pipeline);

    public void Emit(GateEffect effect) => _effects.Add(effect);

    public void Because(ChangeId? change, ReasonKind kind, string text) => _reasons.Add(new Reason(change, kind, text));

    public void Because(QueueItem item, ReasonKind kind, string text)
    {
        foreach (var change in item.Changes)
        {
            Because(change.Id, kind, text);
        }

        if (item.Changes.IsEmpty)
        {
            Because((ChangeId?)null, kind, text);
        }
    }

    public string NextId(string kind)
    {
        State = State with { LastNumber = State.LastNumber + 1 };
        return $"{Rules.Name}-{kind}{State.LastNumber}";
    }

    /// <summary>Takes an item out; those behind it notice by their dangling <see cref="QueueItem.Ahead"/> and are told <paramref name="farewell"/>.</summary>
    public void Remove(QueueDraft queue, QueueItem item, string farewell)
    {
        queue.Remove(item.Id);
        _farewells[item.Id] = farewell;
    }

    public string FarewellOf(ItemId item) => _farewells.GetValueOrDefault(item, "the change ahead of it left the queue");

    public void Know(Change change)
    {
        var known = State.Changes.GetValueOrDefault(change.Id);
        if (known is { Status: ChangeStatus.Merged })
        {
            // What was read before a merge may be told after it.
            return;
        }

        var isNewlyClosed = change.Status != ChangeStatus.Open && known?.Status is null or ChangeStatus.Open;
        State = State with
        {
            Changes = State.Changes.SetItem(change.Id, change),
            ClosedChanges = State.ClosedChanges + (isNewlyClosed ? 1 : 0),
            NeededBy = Index(State.NeededBy, known, change),
        };
    }

    public Change? Find(ChangeId change) => State.Changes.GetValueOrDefault(change);

    public bool IsMerged(ChangeId change) => State.Changes.TryGetValue(change, out var known) && known.Status == ChangeStatus.Merged;

    /// <summary>The open changes that need a change directly, as far as known, in the order of their ids.</summary>
    public IEnumerable<Change> NeededBy(ChangeId change) =>
        State.NeededBy.TryGetValue(change, out var needing)
            ? needing.Select(id => State.Changes.GetValueOrDefault(id)).OfType<Change>().Where(other => other.Status == ChangeStatus.Open)
            : [];

    public void SetTip(ProjectBranch branch, string? commit) =>
        State = State with { Tips = commit is null ? State.Tips.Remove(branch) : State.Tips.SetItem(branch, commit) };

    public void Wait(ChangeId change, string reason) => State = State with { Waiting = State.Waiting.SetItem(change, reason) };

    public void StopWaiting(ChangeId change) => State = State with { Waiting = State.Waiting.Remove(change) };

    public void Reject(ChangeId change, RejectedPatchset rejected) => State = State with { Rejected = State.Rejected.SetItem(change, rejected) };

    public void ForgetRejection(ChangeId change) => State = State with { Rejected = State.Rejected.Remove(change) };

    public void SetFreezes(ImmutableArray<Freeze> freezes) => State = State with { Freezes = freezes };

    /// <summary>Whether a build of a job failed on what one of it sees now, in whichever round of whichever item.</summary>
    public bool HasFailedOn(FrozenJob job) => !State.Failures.IsEmpty && State.Failures.Contains(FailureOf(job));

    /// <summary>Counts the end of a build that was not lost.</summary>
    public void Count(FrozenJob job, bool hasPassed, TimeSpan took, bool isFlake)
    {
        var name = job.Plan.Name;
        var failures = State.Failures.IsEmpty ? [] : State.Failures.Remove(FailureOf(job));
        State = State with
        {
            Jobs = State.Jobs.SetItem(name, (State.Jobs.GetValueOrDefault(name) ?? new JobHistory()).With(hasPassed, took, isFlake)),
            Failures = hasPassed || job.Inputs is null ? failures : [.. failures.TakeLast(GateState.MostFailures - 1), FailureOf(job)],
        };
    }

    public void CountOutcome(QueueItem item, bool hasPassed, TimeSpan took)
    {
        var blame = CountMeetings(item, hasPassed);
        var authors = State.Authors;
        foreach (var author in item.Changes.Select(change => change.Owner).Where(owner => owner.Length > 0).Distinct())
        {
            authors = authors.SetItem(author, (authors.GetValueOrDefault(author) ?? new JobHistory()).With(hasPassed ? 0 : 1 - blame, took, isFlake: false));
        }

        State = State with { Outcomes = State.Outcomes.With(hasPassed, took, isFlake: false), Authors = authors };
    }

    /// <summary>Counts how an item went with those it touches; returns how likely it is that it failed for one of them, from 0 to 1.</summary>
    public double CountMeetings(QueueItem item, bool hasPassed)
    {
        var met = (item.Buildset?.Met ?? 0) - (item.Proven ?? 0);
        if (met <= 0)
        {
            return 0;
        }

        // What passed before did not fail by itself.
        var own = item.Proven is null ? item.Changes.Max(change => Speculation.ChanceToFail(this, change.Owner)) : 0;
        var blame = hasPassed ? 0 : State.Meetings.Blame(met, own);
        State = State with { Meetings = State.Meetings.With(met, blame) };
        return blame;
    }

    public void SetRules(QueueRules rules)
    {
        var kept = _queues.ToDictionary(queue => queue.Plan.Name, queue => queue.Freeze());
        State = State with { Rules = rules };
        _queues.Clear();
        _queues.AddRange(rules.Pipelines.Select(pipeline => new QueueDraft(kept.GetValueOrDefault(pipeline.Name) ?? PipelineQueue.Empty(pipeline), pipeline)));
    }

    private static ImmutableSortedDictionary<ChangeId, ImmutableSortedSet<ChangeId>> Index(
        ImmutableSortedDictionary<ChangeId, ImmutableSortedSet<ChangeId>> index, Change? before, Change after)
    {
        foreach (var need in before?.Needs ?? [])
        {
            index = index.SetItem(need, index[need].Remove(after.Id));
        }

        foreach (var need in after.Needs)
        {
            index = index.SetItem(need, index.GetValueOrDefault(need, []).Add(after.Id));
        }

        return index;
    }

    private void ForgetClosedChanges()
    {
        var open = State.Changes.Values.Where(change => change.Status == ChangeStatus.Open).ToArray();
        var needed = open.SelectMany(change => change.Needs).ToHashSet();
        var kept = State.Changes.RemoveRange(
            State.Changes.Values.Where(change => change.Status != ChangeStatus.Open && !needed.Contains(change.Id)).Select(change => change.Id));
        var index = ImmutableSortedDictionary<ChangeId, ImmutableSortedSet<ChangeId>>.Empty;
        foreach (var change in kept.Values)
        {
            index = Index(index, null, change);
        }

        // What is kept is needed by an open change; it is not counted again, so that a standing need is not looked at with every turn.
        State = State with { Changes = kept, ClosedChanges = 0, NeededBy = index };
    }

    private static string FailureOf(FrozenJob job) => $"{job.Plan.Name} {job.Inputs}";
}
