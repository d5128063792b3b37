using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Writes what a decision tells of earlier builds and of the branches, for those who ask later why something is as it is.</summary>
internal static class WhyWriter
{
    public static void Write(Session session, QueueName queue, AppliedEvent applied)
    {
        var (stored, decision) = applied;
        RecordMerge(session, queue, stored, decision);
        session.Execute("update build set kept = 1 where id = @id", KeptBuilds(decision));
        if (stored.Event is BuildEnded ended && decision.Why.Any(why => why.Kind == ReasonKind.Flaked))
        {
            session.Execute("update build set flaky = 1 where id = @id", new { id = ended.Build.Value });
        }
    }

    private static void RecordMerge(Session session, QueueName queue, StoredEvent stored, GateDecision decision)
    {
        var merged = decision.Why.Where(why => why.Kind == ReasonKind.Merged).Select(why => why.Change).OfType<ChangeId>().ToArray();
        if (stored.Event is SubmitEnded && merged.Length > 0)
        {
            session.Execute(
                "insert into merge (queue, event, at, changes, commits) values (@queue, @number, @at, @changes, @commits)",
                new
                {
                    queue = queue.Value,
                    number = stored.Number,
                    at = stored.Event.At.ToUnixTimeMilliseconds(),
                    changes = ModelJson.Write(merged),
                    commits = ModelJson.Write(decision.Next.Tips),
                });
        }
    }

    private static object[] KeptBuilds(GateDecision decision)
    {
        var changes = decision.Why.Where(why => why.Kind == ReasonKind.Reused).Select(why => why.Change).OfType<ChangeId>().ToHashSet();
        return changes.Count == 0
            ? []
            :
            [
                .. decision.Next.Queues
                    .SelectMany(queue => queue.Items)
                    .Where(item => item.Changes.Any(change => changes.Contains(change.Id)))
                    .SelectMany(item => item.Buildset?.Builds ?? [])
                    .Where(build => build.IsReused)
                    .Select(build => new { id = build.Id.Value }),
            ];
    }
}
