using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Writes one decision: its reasons, what is to be done, and the rows that pages read.</summary>
internal static class DecisionWriter
{
    public static void Write(Session session, QueueName queue, AppliedEvent applied)
    {
        var at = applied.Stored.Event.At.ToUnixTimeMilliseconds();
        foreach (var (why, place) in applied.Decision.Why.Select((why, place) => (why, place)))
        {
            session.Execute(
                "insert into reason (queue, event, place, at, change, kind, text) values (@queue, @number, @place, @at, @change, @kind, @text)",
                new
                {
                    queue = queue.Value,
                    number = applied.Stored.Number,
                    place,
                    at,
                    change = why.Change?.Value,
                    kind = why.Kind.ToString(),
                    text = why.Text,
                });
        }

        foreach (var (effect, place) in applied.Decision.Effects.Select((effect, place) => (effect, place)))
        {
            Write(session, queue, effect, applied.Stored.Number, place, at);
        }

        WhyWriter.Write(session, queue, applied);
    }

    private static void Write(
        Session session, QueueName queue, GateEffect effect, long number, int place, long at)
    {
        switch (effect)
        {
            case CancelBuild cancel:
                Cancel(session, cancel, at);
                return;
            case StartBuild start:
                Start(session, queue, start);
                break;
            case SendReport report:
                Tell(session, report, at);
                break;
            default:
                break;
        }

        session.Execute(
            "insert into outbox (key, queue, event, place, json) values (@key, @queue, @number, @place, @json)",
            new { key = effect.Key, queue = queue.Value, number, place, json = ModelJson.Write(effect) });
    }

    // A cancelled build is ticked off here and now: after a crash it must not start again.
    private static void Cancel(Session session, CancelBuild cancel, long at)
    {
        session.Execute("update outbox set done = 1 where key = @key", new { key = StartBuild.KeyOf(cancel.Build) });
        session.Execute(
            "update build set ended_at = @at, result = @result, message = @reason where id = @id and result is null",
            new { id = cancel.Build.Value, at, result = nameof(BuildResult.Cancelled), reason = $"Cancelled: {cancel.Reason}." });
    }

    private static void Start(Session session, QueueName queue, StartBuild start)
    {
        var at = start.At.ToUnixTimeMilliseconds();
        session.Execute(
            """
            insert into build (id, queue, pipeline, subject, changes, patchset, project, buildset, job, attempt, ahead, asked_at)
            values (@id, @queue, @pipeline, @subject, @changes, @patchset, @project, @buildset, @job, @attempt, @ahead, @at)
            """,
            new
            {
                id = start.Build.Value,
                queue = queue.Value,
                pipeline = start.Pipeline,
                subject = Subjects.Of(start.Changes, start.Ref),
                changes = ModelJson.Write(start.Changes.Select(change => change.Id)),
                patchset = start.Changes.FirstOrDefault()?.Patchset ?? 0,
                project = start.Target.Project.Value,
                buildset = start.Buildset.Value,
                job = start.Job.Name,
                attempt = start.Attempt,
                ahead = ModelJson.Write(start.Ahead),
                at,
            });
        session.Execute(
            "insert into build_change (change, asked_at, build) values (@change, @at, @build)",
            start.Changes.Select(change => new { change = change.Id.Value, at, build = start.Build.Value }));
    }

    private static void Tell(Session session, SendReport report, long at) =>
        session.Execute(
            """
            insert into report (key, subject, pipeline, kind, vote, message, at)
            values (@key, @subject, @pipeline, @kind, @vote, @message, @at)
            """,
            new
            {
                key = report.Key,
                subject = report.Change?.Id.Value ?? report.Ref?.Target.Value ?? "",
                pipeline = report.Pipeline,
                kind = report.Kind.ToString(),
                vote = report.Vote,
                message = report.Message,
                at,
            });
}
