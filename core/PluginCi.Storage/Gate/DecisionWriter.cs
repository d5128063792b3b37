using Dapper;
using Microsoft.Data.Sqlite;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Writes one decision: its reasons, what is to be done, and the rows that pages read.</summary>
internal static class DecisionWriter
{
    public static void Write(SqliteConnection connection, SqliteTransaction transaction, QueueName queue, AppliedEvent applied)
    {
        var at = applied.Stored.Event.At.ToUnixTimeMilliseconds();
        foreach (var (why, place) in applied.Decision.Why.Select((why, place) => (why, place)))
        {
            connection.Execute(
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
                },
                transaction);
        }

        foreach (var (effect, place) in applied.Decision.Effects.Select((effect, place) => (effect, place)))
        {
            Write(connection, transaction, queue, effect, applied.Stored.Number, place, at);
        }

        WhyWriter.Write(connection, transaction, queue, applied);
    }

    private static void Write(
        SqliteConnection connection, SqliteTransaction transaction, QueueName queue, GateEffect effect, long number, int place, long at)
    {
        switch (effect)
        {
            case CancelBuild cancel:
                Cancel(connection, transaction, cancel, at);
                return;
            case StartBuild start:
                Start(connection, transaction, queue, start);
                break;
            case SendReport report:
                Tell(connection, transaction, report, at);
                break;
            default:
                break;
        }

        connection.Execute(
            "insert into outbox (key, queue, event, place, json) values (@key, @queue, @number, @place, @json)",
            new { key = effect.Key, queue = queue.Value, number, place, json = ModelJson.Write(effect) },
            transaction);
    }

    // A cancelled build is ticked off here and now: after a crash it must not start again.
    private static void Cancel(SqliteConnection connection, SqliteTransaction transaction, CancelBuild cancel, long at)
    {
        connection.Execute("update outbox set done = 1 where key = @key", new { key = StartBuild.KeyOf(cancel.Build) }, transaction);
        connection.Execute(
            "update build set ended_at = @at, result = @result, message = @reason where id = @id and result is null",
            new { id = cancel.Build.Value, at, result = nameof(BuildResult.Cancelled), reason = $"Cancelled: {cancel.Reason}." },
            transaction);
    }

    private static void Start(SqliteConnection connection, SqliteTransaction transaction, QueueName queue, StartBuild start)
    {
        var at = start.At.ToUnixTimeMilliseconds();
        connection.Execute(
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
            },
            transaction);
        connection.Execute(
            "insert into build_change (change, asked_at, build) values (@change, @at, @build)",
            start.Changes.Select(change => new { change = change.Id.Value, at, build = start.Build.Value }),
            transaction);
    }

    private static void Tell(SqliteConnection connection, SqliteTransaction transaction, SendReport report, long at) =>
        connection.Execute(
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
            },
            transaction);
}
