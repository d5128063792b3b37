using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Server;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>The past of a server's queues, from its journal.</summary>
internal sealed class Replay
{
    private readonly JournalStore _journal;
    private readonly ReadStore _reads;
    private readonly QueueName[] _queues;

    /// <exception cref="InvalidOperationException">There is no queue of that name.</exception>
    public Replay(Database database, string? queue)
    {
        _journal = new JournalStore(database);
        _reads = new ReadStore(database);
        var known = new GateStore(database).ReadQueueNames();
        _queues = [.. known.Where(name => queue is null || name.Value == queue)];
        if (_queues.Length == 0 && queue is not null)
        {
            throw new InvalidOperationException($"There is no queue '{queue}'. Known queues: {string.Join(", ", known)}.");
        }
    }

    /// <summary>An event with the reasons that were recorded with it.</summary>
    internal sealed record Entry(long Number, string Queue, DateTimeOffset At, string Event, string About, IReadOnlyList<ReasonLine> Reasons);

    /// <summary>A reason as it was recorded.</summary>
    internal sealed record ReasonLine(string Kind, string Text);

    /// <summary>The queues right after an event.</summary>
    internal sealed record Moment(long Number, Entry? Event, IReadOnlyList<QueueView> Queues);

    /// <summary>The events that the queues took, oldest first.</summary>
    public IEnumerable<Entry> Events() => _queues
        .SelectMany(queue => _journal.ReadTaken(queue, 0, long.MaxValue).Select(one => (Queue: queue, Event: one)))
        .OrderBy(one => one.Event.Number)
        .Select(one => Of(one.Queue, one.Event));

    /// <exception cref="InvalidOperationException">There is no such event, or its state was not kept.</exception>
    public Moment At(long number)
    {
        var last = _journal.ReadLastNumber();
        if (number < 1 || number > last)
        {
            throw new InvalidOperationException(last == 0 ? "The journal has no events." : $"There is no event {number}: the journal holds events 1 to {last}.");
        }

        var queues = _queues.Select(queue => QueueView.Of(_journal.Play(queue, _journal.Find(queue)!, number))).ToArray();
        var own = _journal.FindQueue(number) is { } name && _queues.Contains(name)
            ? _journal.ReadTaken(name, number - 1, number).Select(one => Of(name, one)).SingleOrDefault()
            : null;
        return new Moment(number, own, queues);
    }

    private Entry Of(QueueName queue, StoredEvent stored) => new(
        stored.Number,
        queue.Value,
        stored.Event.At,
        JsonNamingPolicy.KebabCaseLower.ConvertName(stored.Event.GetType().Name),
        About(stored.Event),
        [.. _reads.ReadReasons(queue, stored.Number).Select(row => new ReasonLine(JsonNamingPolicy.KebabCaseLower.ConvertName(row.Kind), row.Text))]);

    private static string About(GateEvent happened) => happened switch
    {
        ChangeArrived { Trigger: { } trigger } arrived => $"{arrived.Change.Id} patchset {arrived.Change.Patchset}, {trigger.ToString().ToLowerInvariant()}",
        ChangeArrived arrived => $"{arrived.Change.Id} patchset {arrived.Change.Patchset}",
        BranchMoved moved => $"{moved.Branch} at {moved.Commit ?? "nothing"}",
        RefArrived arrived => arrived.Ref.Target.Value,
        BuildsetPrepared prepared => prepared.Buildset.Value,
        BuildPaused paused => paused.Build.Value,
        BuildFailing failing => failing.Build.Value,
        BuildEnded ended => $"{ended.Build} {Words.Of(ended.Result)}",
        SubmitEnded submitted => $"{submitted.Item} {JsonNamingPolicy.KebabCaseLower.ConvertName(submitted.Outcome.GetType().Name)}",
        Commanded commanded => $"{JsonNamingPolicy.KebabCaseLower.ConvertName(commanded.Command.GetType().Name)} by {commanded.Who}",
        _ => "",
    };
}
