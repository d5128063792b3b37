using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Hands commands to queues and waits for what they decide.</summary>
internal sealed class CommandDesk(Stores stores, Board board, TimeProvider clock)
{
    // Longer than any queue takes for its waiting events; one that is halted by an error never answers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _last;

    /// <summary>Asks each queue. Those that can do it do it, also when another one refuses.</summary>
    public async Task<CommandAnswer> AskAsync(
        IReadOnlyCollection<QueueLoop> queues, OperatorCommand command, CommandAuthor asked, CancellationToken cancellationToken)
    {
        var decisions = new List<HistoryRow>();
        foreach (var queue in queues)
        {
            if (await DecideAsync(queue, new Commanded(clock.GetUtcNow(), command, asked.WithReason), cancellationToken) is not { } decided)
            {
                return new CommandAnswer(false, [Silence(queue)]);
            }

            decisions.AddRange(decided);
        }

        var refusals = decisions.Where(row => row.Kind == nameof(ReasonKind.CommandRefused)).Select(row => row.Text).Distinct().ToImmutableArray();
        return refusals.IsEmpty
            ? new CommandAnswer(true, decisions.Count == 0 ? ["It was so already."] : [.. decisions.Select(row => row.Text).Distinct()])
            : new CommandAnswer(false, refusals);
    }

    /// <summary>Enqueues a branch or tag.</summary>
    public async Task<CommandAnswer> EnqueueAsync(
        QueueLoop queue, string pipeline, RefUpdate tested, CommandAuthor asked, CancellationToken cancellationToken)
    {
        if (await DecideAsync(queue, new RefArrived(clock.GetUtcNow(), tested, pipeline), cancellationToken) is not { } decided)
        {
            return new CommandAnswer(false, [Silence(queue)]);
        }

        return decided.Any(row => row.Kind == nameof(ReasonKind.Enqueued))
            ? new CommandAnswer(true, [.. decided.Select(row => row.Text).Append($"{asked.WithReason} asked for it.")])
            : new CommandAnswer(false, decided.FirstOrDefault(row => row.Kind == nameof(ReasonKind.NotEnqueued)) is { } refusal
                ? [refusal.Text]
                : [$"{tested.Target} is not enqueued in {pipeline}: its project takes no part in it, or it is queued there at {tested.New[..10]} already."]);
    }

    private async Task<IReadOnlyList<HistoryRow>?> DecideAsync(QueueLoop queue, GateEvent happened, CancellationToken cancellationToken)
    {
        var key = $"command:{happened.At.UtcTicks}:{Interlocked.Increment(ref _last)}";
        await queue.PostAsync(key, happened, cancellationToken);
        var number = stores.Gate.FindNumber(queue.Name, key)!.Value;
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            for (var version = board.Version; queue.Applied < number; version = await board.WaitPastAsync(version, either.Token))
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return stores.Read.ReadReasons(queue.Name, number);
    }

    private static string Silence(QueueLoop queue) =>
        $"Queue {queue.Name} has not answered within {Patience.TotalSeconds:0} s; the command is in its journal and is done as soon as it goes on. Look at /api/health.";
}
