using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Does what operators ask for, or says why not.</summary>
internal static class Commands
{
    public static void Take(Turn turn, Commanded commanded)
    {
        switch (commanded.Command)
        {
            case EnqueueChange wish:
                Enqueue(turn, wish);
                break;
            case DequeueChange wish:
                Dequeue(turn, wish.Pipeline, item => item.Has(wish.Change), wish.Change.Value, commanded.Who);
                break;
            case DequeueRef wish:
                Dequeue(turn, wish.Pipeline, item => item.Ref?.Target == wish.Ref, wish.Ref.Value, commanded.Who);
                break;
            case PromoteChanges wish:
                Promotion.Take(turn, wish, commanded.Who);
                break;
            case FreezeMerges wish when !Freezing.IsKnown(turn.Rules, wish.Scope):
                Refuse(turn, $"Nothing of queue {turn.Rules.Name} is called {wish.Scope}; known are: {string.Join(", ", Scopes(turn.Rules))}.");
                break;
            case FreezeMerges wish when string.IsNullOrWhiteSpace(wish.Reason):
                Refuse(turn, $"A freeze of {wish.Scope} needs a reason.");
                break;
            case FreezeMerges wish:
                Freezing.Start(turn, wish, commanded.Who);
                break;
            case ThawMerges wish:
                Freezing.End(turn, wish, commanded.Who);
                break;
            default:
                throw new UnreachableException($"Unknown command {commanded.Command.GetType().Name}.");
        }
    }

    /// <summary>The queue of a pipeline; refuses the command where there is none.</summary>
    public static QueueDraft? FindQueue(Turn turn, string pipeline)
    {
        var queue = turn.Queue(pipeline);
        if (queue is null)
        {
            Refuse(turn, $"There is no pipeline {pipeline}; known are: {string.Join(", ", turn.Rules.Pipelines.Select(known => known.Name))}.");
        }

        return queue;
    }

    public static void Refuse(Turn turn, string text) => turn.Because((ChangeId?)null, ReasonKind.CommandRefused, text);

    private static void Enqueue(Turn turn, EnqueueChange wish)
    {
        foreach (var change in wish.Related.Add(wish.Change))
        {
            turn.Know(change);
        }

        var id = wish.Change.Id;
        if (FindQueue(turn, wish.Pipeline) is not { } queue)
        {
            return;
        }

        if (!turn.Rules.TakesPart(wish.Change.Project, wish.Pipeline))
        {
            Refuse(turn, $"{id} cannot enter {wish.Pipeline}: project {wish.Change.Project} takes no part in it.");
        }
        else if (turn.Find(id)!.Status != ChangeStatus.Open)
        {
            Refuse(turn, $"{id} cannot enter {wish.Pipeline}: it is {turn.Find(id)!.Status.ToString().ToLowerInvariant()}.");
        }
        else
        {
            Tell(turn, queue, turn.Find(id)!, Enqueueing.Admit(turn, queue, turn.Find(id)!));
        }
    }

    private static void Tell(Turn turn, QueueDraft queue, Change change, Admission outcome)
    {
        switch (outcome)
        {
            case Admission.Waits waits:
                Enqueueing.Remember(turn, queue, change, waits);
                turn.Because(change.Id, ReasonKind.CommandRefused, $"{change.Id} cannot enter {queue.Plan.Name}: {waits.Reason}.");
                break;
            case Admission.Refused refused:
                turn.Because(change.Id, ReasonKind.CommandRefused, $"{change.Id} cannot enter {queue.Plan.Name}: {refused.Reason}.");
                break;
            default:
                break;
        }
    }

    private static void Dequeue(Turn turn, string pipeline, Func<QueueItem, bool> isWanted, string name, string who)
    {
        if (FindQueue(turn, pipeline) is not { } queue)
        {
            return;
        }

        switch (queue.All().FirstOrDefault(isWanted))
        {
            case null:
                Refuse(turn, $"{name} is not in {pipeline}.");
                break;
            case { IsSubmitting: true }:
                Refuse(turn, $"{name} is being merged by {pipeline} at this moment.");
                break;
            case var item:
                Leaving.Leave(turn, queue, item, null, $"{who} took it out", Farewell.Quiet);
                break;
        }
    }

    private static IEnumerable<string> Scopes(QueueRules rules) =>
        [Freeze.Everything, rules.Name.Value, .. rules.Groups.Keys, .. rules.Projects.Keys.Select(project => project.Value)];
}
