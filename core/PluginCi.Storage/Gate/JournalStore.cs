using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Reads what was: past states of queues and their merges. Writes nothing.</summary>
/// <param name="database">Where they are.</param>
public sealed class JournalStore(Database database)
{
    private const int EventsAtOnce = 500;

    /// <summary>What a queue's journal can be played from.</summary>
    /// <param name="queue">The queue.</param>
    /// <returns>The journal, or null when there is no such queue.</returns>
    /// <exception cref="InvalidOperationException">The queue is stored in a form that this program cannot read.</exception>
    public StoredJournal? Find(QueueName queue) => database.Read(session => session
        .Query<(string? Origin, string Snapshot, long SnapshotAt, long Applied)>(
            "select origin, snapshot, snapshot_at, applied from queue where name = @queue", new { queue = queue.Value })
        .Select(row => new StoredJournal(
            row.Origin is null ? null : GateStore.Read(queue.Value, row.Origin),
            new StoredQueue(GateStore.Read(queue.Value, row.Snapshot), row.SnapshotAt, row.Applied)))
        .SingleOrDefault());

    /// <summary>The events that a queue has taken.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="after">Only events with higher numbers.</param>
    /// <param name="until">Only events up to this number.</param>
    /// <returns>The events, oldest first; read as they are enumerated.</returns>
    public IEnumerable<StoredEvent> ReadTaken(QueueName queue, long after, long until)
    {
        while (true)
        {
            var events = database.Read(session => session
                .Query<(long Seq, string Json)>(
                    """
                    select seq, json from event
                    where queue = @queue and seq > @after and seq <= @until and seq <= (select applied from queue where name = @queue)
                    order by seq limit @most
                    """,
                    new { queue = queue.Value, after, until, most = EventsAtOnce })
                .Select(row => new StoredEvent(row.Seq, ModelJson.Read<GateEvent>(row.Json)))
                .ToArray());
            foreach (var one in events)
            {
                after = one.Number;
                yield return one;
            }

            if (events.Length < EventsAtOnce)
            {
                yield break;
            }
        }
    }

    /// <summary>The state of a queue right after an event, played through the gate.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="journal">Its journal, as <see cref="Find"/> gives it.</param>
    /// <param name="until">The number of the event; one of another queue stands for the last event of this one before it.</param>
    /// <returns>The state.</returns>
    /// <exception cref="InvalidOperationException">The queue is older than the server that kept its first state, and so is the event.</exception>
    public GateState Play(QueueName queue, StoredJournal journal, long until)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var (snapshot, at) = journal.Queue.SnapshotAt <= until
            ? (journal.Queue.Snapshot, journal.Queue.SnapshotAt)
            : (journal.Origin ?? throw new InvalidOperationException(
                $"The first state of queue {queue} was not kept by the server that made it; it can be played from event {journal.Queue.SnapshotAt} on."), 0);
        return ReadTaken(queue, at, until).Aggregate(snapshot, (state, one) => Gating.Gate.Apply(state, one.Event).Next);
    }

    /// <summary>All states of a queue that can still be played, each with the event before it.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="journal">Its journal, as <see cref="Find"/> gives it.</param>
    /// <returns>The states, oldest first, from the first event on or, where the first state was not kept, from the snapshot on; played as they are enumerated.</returns>
    public IEnumerable<(GateEvent Event, GateState After)> PlayAll(QueueName queue, StoredJournal journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var (state, at) = journal.Origin is { } origin ? (origin, 0) : (journal.Queue.Snapshot, journal.Queue.SnapshotAt);
        foreach (var one in ReadTaken(queue, at, long.MaxValue))
        {
            state = Gating.Gate.Apply(state, one.Event).Next;
            yield return (one.Event, state);
        }
    }

    /// <summary>Which queue an event belongs to.</summary>
    /// <param name="number">The event's number.</param>
    /// <returns>The queue, or null when there is no event of that number.</returns>
    public QueueName? FindQueue(long number) => database.Read(session => session
        .Query<string>("select queue from event where seq = @number", new { number })
        .Select(name => (QueueName?)new QueueName(name))
        .SingleOrDefault());

    /// <summary>The number of the newest event of all queues.</summary>
    /// <returns>The number; 0 when there is none.</returns>
    public long ReadLastNumber() => database.Read(session => session.ExecuteScalar<long>("select coalesce(max(seq), 0) from event"));

    /// <summary>The merges of a queue since the server keeps them.</summary>
    /// <param name="queue">The queue.</param>
    /// <returns>The merges, oldest first.</returns>
    public IReadOnlyList<MergeRow> ReadMerges(QueueName queue) => Merges("where queue = @queue order by event", new { queue = queue.Value });

    /// <summary>The newest merges of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="since">Only those since then.</param>
    /// <param name="most">How many at the most.</param>
    /// <returns>The merges, newest first.</returns>
    public IReadOnlyList<MergeRow> ReadNewestMerges(QueueName queue, DateTimeOffset since, int most) =>
        Merges("where queue = @queue and at >= @since order by event desc limit @most", new { queue = queue.Value, since = since.ToUnixTimeMilliseconds(), most });

    private MergeRow[] Merges(string which, object parameters) => database.Read(session => session
        .Query<(long Number, long At, string Changes, string Commits)>($"select event, at, changes, commits from merge {which}", parameters)
        .Select(row => new MergeRow(
            row.Number,
            DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            ModelJson.Read<ImmutableArray<ChangeId>>(row.Changes),
            ModelJson.Read<ImmutableSortedDictionary<ProjectBranch, string>>(row.Commits)))
        .ToArray());
}
