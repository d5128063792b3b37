using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Lets changes into queues: what they need first, then they themselves, then those that only waited for them.</summary>
internal static class Enqueueing
{
    /// <summary>Enqueues a change where it may; else records why not, and reports it where nothing but a person can help.</summary>
    public static void Try(Turn turn, QueueDraft queue, Change change)
    {
        switch (Admit(turn, queue, change))
        {
            case Admission.Waits waits:
                Wait(turn, queue, change, waits);
                if (waits.IsTold)
                {
                    Reports.Outside(turn, queue.Plan, change, waits.Reason);
                }

                break;
            case Admission.Refused refused:
                Refuse(turn, queue, change, refused);
                break;
            default:
                break;
        }
    }

    /// <summary>Tries again the approved changes that waited for another: it may be queued or merged now, or be none to wait for any more.</summary>
    /// <returns>True when one entered.</returns>
    public static bool TryWaiting(Turn turn)
    {
        var entered = false;
        bool someEntered;
        do
        {
            someEntered = false;
            foreach (var id in turn.State.Waiting.Keys)
            {
                someEntered |= turn.Find(id) is { } change && TryAgain(turn, change);
            }

            entered |= someEntered;
        }
        while (someEntered);
        return entered;
    }

    /// <summary>Lets a change in if nothing is in its way.</summary>
    public static Admission Admit(Turn turn, QueueDraft queue, Change change)
    {
        var plan = queue.Plan;
        var (members, before) = Bundles.Of(turn, change, plan.IgnoresDependencies);
        if (IsThere(queue, change, members))
        {
            return new Admission.IsThere();
        }

        if (FindObstacle(turn, queue, members, before) is { } obstacle)
        {
            return obstacle;
        }

        if (queue.IsOrdered)
        {
            // All or none: what it needs must not enter, and perhaps be refused again and again, for the sake of a change that cannot follow.
            foreach (var need in before)
            {
                if (FindLack(turn, queue, need) is { } lack)
                {
                    return Because(need, lack);
                }
            }

            foreach (var need in before)
            {
                if (Admit(turn, queue, need) is var outcome && outcome is Admission.Waits or Admission.Refused)
                {
                    return Because(need, outcome);
                }
            }
        }

        // What it needs may have brought it along when it entered.
        if (!IsThere(queue, change, members))
        {
            Append(turn, queue, members, queue.IsOrdered ? [] : before);
        }

        return new Admission.Entered();
    }

    /// <returns>True when it entered.</returns>
    private static bool TryAgain(Turn turn, Change change)
    {
        var outcomes = turn.Queues
            .Where(queue => queue.Plan.RequiresApproval && turn.Rules.TakesPart(change.Project, queue.Plan.Name))
            .Select(queue => (Queue: queue, Outcome: Admit(turn, queue, change)))
            .ToArray();
        if (!turn.State.Waiting.TryGetValue(change.Id, out var reason))
        {
            return outcomes.Any(tried => tried.Outcome is Admission.Entered);
        }

        if (outcomes.FirstOrDefault(tried => tried.Outcome is Admission.Waits) is { Outcome: Admission.Waits waits } still)
        {
            if (waits.Reason != reason)
            {
                Wait(turn, still.Queue, change, waits);
            }

            return false;
        }

        foreach (var (queue, outcome) in outcomes)
        {
            if (outcome is Admission.Refused refused)
            {
                turn.StopWaiting(change.Id);
                Refuse(turn, queue, change, refused);
            }
        }

        return false;
    }

    /// <summary>Lets an approved change enter by itself when what it waits for has come.</summary>
    public static void Remember(Turn turn, QueueDraft queue, Change change, Admission.Waits waits)
    {
        if (change.IsApproved || Approvals.IsKept(turn, queue.Plan, change))
        {
            turn.Wait(change.Id, waits.Reason);
        }
    }

    private static void Wait(Turn turn, QueueDraft queue, Change change, Admission.Waits waits)
    {
        Remember(turn, queue, change, waits);

        turn.Because(change.Id, ReasonKind.NotEnqueued, $"{change.Id} is not in {queue.Plan.Name} yet: {waits.Reason}.");
    }

    private static void Refuse(Turn turn, QueueDraft queue, Change change, Admission.Refused refused)
    {
        turn.Because(change.Id, ReasonKind.NotEnqueued, $"{change.Id} cannot enter {queue.Plan.Name}: {refused.Reason}.");
        Reports.Refuse(turn, queue.Plan, change, $"This change cannot enter {queue.Plan.Name}: {refused.Reason}.");
    }

    private static bool IsThere(QueueDraft queue, Change change, ImmutableArray<Change> members) => queue.FindAll(change.Id).Any(there =>
        there.IsSubmitting || members.All(member => there.Changes.Any(own => own.Id == member.Id && own.Patchset == member.Patchset)));

    private static Admission Because(Change need, Admission stopped) => stopped switch
    {
        Admission.Waits waits => waits with { Reason = $"it needs {need.Id}, and {waits.Reason}" },
        _ => stopped,
    };

    private static Admission.Waits? FindLack(Turn turn, QueueDraft queue, Change change) =>
        Approvals.FindObstacle(queue.Plan, change with { KeepsApproval = Approvals.IsKept(turn, queue.Plan, change) }) is { } lack
            ? new Admission.Waits($"{change.Id} {lack.Outside}")
            : null;

    private static Admission? FindObstacle(Turn turn, QueueDraft queue, ImmutableArray<Change> members, ImmutableArray<Change> before)
    {
        foreach (var member in members)
        {
            if (queue.FindAll(member.Id).Any(there => there.IsSubmitting))
            {
                return new Admission.Waits($"{member.Id} is being merged");
            }

            if (FindLack(turn, queue, member) is { } lack)
            {
                return lack;
            }
        }

        return Restrictions.FindCircle(turn, members)
            ?? Freezing.FindAside(turn, queue, members)
            ?? Restrictions.FindMany(turn, queue, members, before)
            ?? (queue.IsOrdered ? members.AddRange(before) : members).Select(member => Restrictions.FindNeed(turn, queue, member, members)).FirstOrDefault(found => found is not null);
    }

    private static void Append(Turn turn, QueueDraft queue, ImmutableArray<Change> members, ImmutableArray<Change> nonLive)
    {
        var before = queue.Count;
        foreach (var member in members)
        {
            MakeRoom(turn, queue, member, members);
        }

        var stranded = queue.Count < before ? TakeOutStranded(turn, queue) : [];
        var item = Placing.Place(turn, queue, new QueueItem
        {
            Id = new ItemId(turn.NextId("i")),
            Changes = [.. members.Select(member => member with { KeepsApproval = Approvals.IsKept(turn, queue.Plan, member) })],
            NonLive = nonLive,
            EnqueuedAt = turn.At,
            Priority = members.Max(member => queue.Plan.Priorities.FirstOrDefault(rule => rule.Matches(member))?.Priority ?? 0),
        });
        turn.Because(item, ReasonKind.Enqueued, $"{item.Title} entered {queue.Plan.Name} in queue {turn.Rules.Name}.");
        foreach (var member in members)
        {
            turn.StopWaiting(member.Id);
            if (queue.Plan.RequiresApproval)
            {
                turn.ForgetRejection(member.Id);
            }
        }

        if (queue.Plan is { Manager: PipelineManager.Dependent, RequiresApproval: true })
        {
            EnqueueBehind(turn, queue, members);
        }

        foreach (var change in stranded)
        {
            if (Admit(turn, queue, change) is Admission.Waits { IsTold: true } waits)
            {
                Remember(turn, queue, change, waits);
            }
        }
    }

    // What needs a change that just gave up its place goes behind it again.
    private static ImmutableArray<Change> TakeOutStranded(Turn turn, QueueDraft queue)
    {
        var stranded = ImmutableArray.CreateBuilder<Change>();
        foreach (var item in queue.All().Where(item => !item.IsSubmitting).ToArray())
        {
            if (queue.Find(item.Id) is { } still && Leaving.MissingNeed(turn, queue, still) is { } need)
            {
                Dissolve(turn, queue, still, $"{need}, which it needs, enters it anew");
                stranded.AddRange(still.Changes);
            }
        }

        return stranded.ToImmutable();
    }

    // Source: Zuul's enqueueing of changes behind: what was ready before the change it needs follows it by itself.
    private static void EnqueueBehind(Turn turn, QueueDraft queue, ImmutableArray<Change> members)
    {
        foreach (var behind in members.SelectMany(member => turn.NeededBy(member.Id)).ToArray())
        {
            switch (behind.IsApproved && turn.Rules.TakesPart(behind.Project, queue.Plan.Name) ? Admit(turn, queue, behind) : null)
            {
                case Admission.Refused refused:
                    turn.Because(behind.Id, ReasonKind.NotEnqueued, $"{behind.Id} cannot enter {queue.Plan.Name}: {refused.Reason}.");
                    break;
                case Admission.Waits { IsTold: true } waits:
                    Remember(turn, queue, behind, waits);
                    break;
            }
        }
    }

    /// <summary>Takes a change out of the pipelines that the new one supercedes, and out of items of fewer or other changes.</summary>
    private static void MakeRoom(Turn turn, QueueDraft queue, Change member, ImmutableArray<Change> members)
    {
        foreach (var other in turn.Queues.Where(other => queue.Plan.Supercedes.Contains(other.Plan.Name)))
        {
            if (other.FindLive(member.Id) is { IsSubmitting: false } item)
            {
                Dissolve(turn, other, item, $"it entered {queue.Plan.Name}, which supercedes {other.Plan.Name}");
            }
        }

        foreach (var former in queue.FindAll(member.Id).Where(_ => members.Length > 1 || queue.Plan.DequeuesOutdated))
        {
            Dissolve(turn, queue, former, members.Length == 1
                ? "it is tested by itself from now on"
                : $"it is tested as one with {string.Join(", ", members.Where(other => other.Id != member.Id).Select(other => other.Id))} from now on");
        }
    }

    private static void Dissolve(Turn turn, QueueDraft queue, QueueItem item, string reason)
    {
        turn.Because(item, ReasonKind.Left, $"{item.Title} left {queue.Plan.Name}: {reason}.");
        Leaving.TakeOut(turn, queue, item, $"{item.Title} ahead of it left the queue: {reason}");
    }
}
