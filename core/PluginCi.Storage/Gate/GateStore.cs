using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Journal, snapshots and outbox of all queues.</summary>
/// <param name="database">Where they are.</param>
public sealed class GateStore(Database database)
{
    /// <summary>The queues that were ever saved.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<QueueName> ReadQueueNames() =>
        database.Read(session => session.Query<string>("select name from queue order by name").Select(QueueName.Create).ToArray());

    /// <summary>Looks whether every queue is stored in a form that this server can read.</summary>
    /// <returns>One sentence about the first that is not and what to do, or null when all are.</returns>
    public string? FindUnreadable() => database.Read(session => session
        .Query<(string Name, string Snapshot)>("select name, snapshot from queue order by name")
        .Select(row => (row.Name, Version: VersionOf(row.Snapshot)))
        .Where(row => row.Version != GateState.NewestVersion)
        .Select(row => Unreadable(row.Name, row.Version))
        .FirstOrDefault());

    /// <summary>Loads a queue; makes it when it was never saved.</summary>
    /// <param name="empty">The state of the queue before its first event.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="InvalidOperationException">The queue is stored in a form that this server cannot read.</exception>
    public Task<StoredQueue> LoadAsync(GateState empty, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(empty);
        return database.WriteAsync(
            session =>
            {
                var name = empty.Rules.Name.Value;
                session.Execute(
                    "insert into queue (name, applied, snapshot_at, snapshot, origin) values (@name, 0, 0, @snapshot, @snapshot) on conflict do nothing",
                    new { name, snapshot = ModelJson.Write(empty) });
                var row = session.QuerySingle<(string Snapshot, long SnapshotAt, long Applied)>(
                    "select snapshot, snapshot_at, applied from queue where name = @name", new { name });
                return new StoredQueue(Read(name, row.Snapshot), row.SnapshotAt, row.Applied);
            },
            cancellationToken);
    }

    /// <summary>Reads the journal of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="after">Only events with higher numbers.</param>
    /// <param name="most">How many at the most.</param>
    /// <returns>The events, oldest first, taken or not.</returns>
    public IReadOnlyList<StoredEvent> ReadEvents(QueueName queue, long after, int most) =>
        database.Read(session => session
            .Query<(long Seq, string Json)>(
                "select seq, json from event where queue = @queue and seq > @after order by seq limit @most",
                new { queue = queue.Value, after, most })
            .Select(row => new StoredEvent(row.Seq, ModelJson.Read<GateEvent>(row.Json)))
            .ToArray());

    /// <summary>Whether an event was posted, taken or not.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="key">The event's key.</param>
    /// <returns>True when it was.</returns>
    public bool Has(QueueName queue, string key) =>
        database.Read(session => session.ExecuteScalar<bool>(
            "select exists (select 1 from event where queue = @queue and key = @key)", new { queue = queue.Value, key }));

    /// <summary>Whether the answer to an effect was posted, taken or not.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="effectKey">The effect.</param>
    /// <returns>True when it was.</returns>
    public bool HasAnswer(QueueName queue, string effectKey) => Has(queue, AnswerKey(effectKey));

    /// <summary>The number of an event.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="key">The event's key.</param>
    /// <returns>The number, or null when no event of that key was posted.</returns>
    public long? FindNumber(QueueName queue, string key) =>
        database.Read(session => session.QuerySingleOrDefault<long?>(
            "select seq from event where queue = @queue and key = @key", new { queue = queue.Value, key }));

    /// <summary>Writes an event to the journal, once.</summary>
    /// <param name="queue">The queue it is for.</param>
    /// <param name="key">The same for the same happening; an event whose key is known is dropped.</param>
    /// <param name="happened">The event.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when it is new.</returns>
    public Task<bool> PostAsync(QueueName queue, string key, GateEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Insert(session, queue, key, happened), cancellationToken);

    /// <summary>Writes the answer to an effect to the journal and ticks the effect off, both or none.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="effectKey">The effect.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when it is the first answer; another one is dropped.</returns>
    public Task<bool> AnswerAsync(QueueName queue, string effectKey, GateEvent answer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                TickOff(session, effectKey);
                RecordBuildEnd(session, answer);
                return Insert(session, queue, AnswerKey(effectKey), answer);
            },
            cancellationToken);

    /// <summary>Ticks off an effect that has no answer, and writes down what is to be done now that it is done, both or none.</summary>
    /// <param name="effectKey">The effect.</param>
    /// <param name="next">What is to be done; what is known by its key stays as it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is on disk.</returns>
    public Task TickOffAsync(string effectKey, IReadOnlyList<GateEffect> next, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                foreach (var effect in next)
                {
                    session.Execute(
                        "insert into outbox (key, queue, event, place, json) select @key, queue, event, place, @json from outbox where key = @effectKey on conflict do nothing",
                        new { key = effect.Key, json = ModelJson.Write(effect), effectKey });
                }

                return TickOff(session, effectKey);
            },
            cancellationToken);

    /// <summary>What is still to be done for a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <returns>The effects, in the order they were decided.</returns>
    public IReadOnlyList<GateEffect> ReadPendingEffects(QueueName queue) =>
        database.Read(session => session
            .Query<string>("select json from outbox where queue = @queue and done = 0 order by event, place", new { queue = queue.Value })
            .Select(ModelJson.Read<GateEffect>)
            .ToArray());

    /// <summary>The builds of all queues that were given to an executor and have no answer.</summary>
    /// <returns>Each with the name of its executor.</returns>
    public IReadOnlyList<(StartBuild Build, string Executor)> ReadStartedBuilds() =>
        database.Read(session => session
            .Query<(string Json, string Executor)>(
                "select outbox.json, build.executor from outbox join build on outbox.key = @prefix || build.id where outbox.done = 0 and build.executor is not null",
                new { prefix = StartBuild.KeyOf(new BuildId("")) })
            .Select(row => ((StartBuild)ModelJson.Read<GateEffect>(row.Json), row.Executor))
            .ToArray());

    /// <summary>Saves what the gate made of some events in one transaction: journal position, reasons, outbox and, if given, a snapshot. Saving the same again
    /// changes nothing.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="appliedBefore">The newest event that was taken before these.</param>
    /// <param name="applied">The events, oldest first, at least one.</param>
    /// <param name="snapshot">The state after the last of them, or null to keep the older snapshot.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The newest event that is taken now, once that is on disk.</returns>
    /// <exception cref="StaleQueueException">Somebody else took events of this queue meanwhile; nothing is saved.</exception>
    public Task<long> SaveAsync(
        QueueName queue, long appliedBefore, IReadOnlyList<AppliedEvent> applied, GateState? snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(applied);
        var last = applied[^1].Stored.Number;
        return database.WriteAsync(
            session =>
            {
                var moved = session.Execute(
                    "update queue set applied = @last where name = @queue and applied = @appliedBefore",
                    new { queue = queue.Value, last, appliedBefore });
                if (moved == 0)
                {
                    // The answer to the first time may have been lost. What the same events come to is always the same.
                    var applied = session.ExecuteScalar<long>("select applied from queue where name = @queue", new { queue = queue.Value });
                    return applied == last ? last : throw new StaleQueueException(queue, appliedBefore);
                }

                foreach (var one in applied)
                {
                    DecisionWriter.Write(session, queue, one);
                }

                if (snapshot is not null)
                {
                    session.Execute(
                        "update queue set snapshot = @json, snapshot_at = @last where name = @queue",
                        new { queue = queue.Value, last, json = ModelJson.Write(snapshot) });
                }

                return last;
            },
            cancellationToken);
    }

    private static string AnswerKey(string effectKey) => $"answer:{effectKey}";

    private static bool Insert(Session session, QueueName queue, string key, GateEvent happened)
    {
        var heardOf = happened switch
        {
            ChangeArrived arrived => arrived.Change,
            Commanded { Command: EnqueueChange enqueue } => enqueue.Change,
            _ => null,
        };
        if (heardOf is not null)
        {
            session.Execute(
                "insert into change (id, json, heard_at) values (@id, @json, @at) on conflict (id) do update set json = @json, heard_at = @at",
                new { id = heardOf.Id.Value, json = ModelJson.Write(heardOf), at = happened.At.ToUnixTimeMilliseconds() });
        }

        return session.Execute(
            "insert into event (queue, key, json) values (@queue, @key, @json) on conflict do nothing",
            new { queue = queue.Value, key, json = ModelJson.Write(happened) }) == 1;
    }

    internal static GateState Read(string name, string snapshot)
    {
        var version = VersionOf(snapshot);
        return version == GateState.NewestVersion
            ? ModelJson.Read<GateState>(snapshot)
            : throw new InvalidOperationException(Unreadable(name, version));
    }

    private static int VersionOf(string snapshot)
    {
        using var form = JsonDocument.Parse(snapshot);
        return form.RootElement.TryGetProperty("version", out var found) ? found.GetInt32() : 0;
    }

    private static string Unreadable(string queue, int version) => version < GateState.NewestVersion
        ? $"Queue {queue} is stored in form {version}, which was never released; this server reads form {GateState.NewestVersion}. Move the database out of the data folder and start again: what is open and approved is read anew from the review systems."
        : $"Queue {queue} is stored in form {version}, this server reads form {GateState.NewestVersion}. Start a server at least as new as the one that wrote it.";

    private static int TickOff(Session session, string effectKey) =>
        session.Execute("update outbox set done = 1 where key = @effectKey", new { effectKey });

    private static void RecordBuildEnd(Session session, GateEvent answer)
    {
        if (answer is BuildEnded ended)
        {
            session.Execute(
                "update build set ended_at = @at, result = @result, message = @message where id = @id and result is null",
                new
                {
                    id = ended.Build.Value,
                    at = ended.At.ToUnixTimeMilliseconds(),
                    result = ended.Result.ToString(),
                    message = ended.Message,
                });
        }
    }
}
