using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>What pages and the API read: changes, builds, reports and reasons of all queues.</summary>
/// <param name="database">Where they are.</param>
public sealed class ReadStore(Database database)
{
    private const string BuildColumns =
        """
        select id, queue, pipeline, subject, changes, patchset, project, buildset, job, attempt, ahead,
               asked_at AskedAt, executor, started_at StartedAt, ended_at EndedAt, result, message, kept IsKept, flaky IsFlaky
        from build
        """;

    /// <summary>A change as last heard of.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The change, or null when the server never heard of it.</returns>
    public Change? FindChange(ChangeId change) =>
        database.Read(session => session.QuerySingleOrDefault<string>("select json from change where id = @id", new { id = change.Value }))
            is { } json ? ModelJson.Read<Change>(json) : null;

    /// <summary>The changes last heard of.</summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The changes, newest news first.</returns>
    public IReadOnlyList<Change> ReadChanges(int most) =>
        database.Read(session => session
            .Query<string>("select json from change order by heard_at desc, id desc limit @most", new { most })
            .Select(ModelJson.Read<Change>)
            .ToArray());

    /// <summary>One build.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The build, or null when there is none of that id.</returns>
    public BuildRow? FindBuild(BuildId build) =>
        Builds($"{BuildColumns} where id = @id", new { id = build.Value }).SingleOrDefault();

    /// <summary>A build as the gate asked for it.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The wish, or null when there is no build of that id.</returns>
    public StartBuild? FindWish(BuildId build) =>
        database.Read(session => session.QuerySingleOrDefault<string>("select json from outbox where key = @key", new { key = StartBuild.KeyOf(build) }))
            is { } json ? (StartBuild)ModelJson.Read<GateEffect>(json) : null;

    /// <summary>All builds of a change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The builds, oldest first.</returns>
    public IReadOnlyList<BuildRow> ReadBuilds(ChangeId change) =>
        Builds($"{BuildColumns} where id in (select build from build_change where change = @id) order by asked_at, id", new { id = change.Value });

    /// <summary>Builds of all changes.</summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The builds, newest first.</returns>
    public IReadOnlyList<BuildRow> ReadNewestBuilds(int most) =>
        Builds($"{BuildColumns} order by asked_at desc, id desc limit @most", new { most });

    /// <summary>The reports on a change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The reports, oldest first.</returns>
    public IReadOnlyList<ReportRow> ReadReports(ChangeId change) =>
        database.Read(session => session
            .Query<(long At, string Pipeline, string Kind, int Vote, string Message)>(
                "select at, pipeline, kind, vote, message from report where subject = @id order by at, key", new { id = change.Value })
            .Select(row => new ReportRow(Time(row.At), row.Pipeline, Enum.Parse<ReportKind>(row.Kind), row.Vote, row.Message))
            .ToArray());

    /// <summary>Why the gate did what it did with a change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The reasons, oldest first.</returns>
    public IReadOnlyList<HistoryRow> ReadHistory(ChangeId change) =>
        database.Read(session => session
            .Query<(long At, string Kind, string Text)>(
                "select at, kind, text from reason where change = @id order by event, place", new { id = change.Value })
            .Select(row => new HistoryRow(Time(row.At), row.Kind, row.Text))
            .ToArray());

    /// <summary>What the gate decided when it took an event.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="number">The event's number.</param>
    /// <returns>The reasons, in the order of deciding.</returns>
    public IReadOnlyList<HistoryRow> ReadReasons(QueueName queue, long number) =>
        database.Read(session => session
            .Query<(long At, string Kind, string Text)>(
                "select at, kind, text from reason where queue = @queue and event = @number order by place", new { queue = queue.Value, number })
            .Select(row => new HistoryRow(Time(row.At), row.Kind, row.Text))
            .ToArray());

    /// <summary>How changes left their queues.</summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The ends, newest first; a change that went through several pipelines or came again has several.</returns>
    public IReadOnlyList<EndRow> ReadEnds(int most) =>
        database.Read(session => session
            .Query<(long At, string Change, string Kind, string Text)>(
                """
                select at, change, kind, text from reason
                where kind in ('Merged', 'Rejected', 'Left') and change is not null
                order by event desc, place desc limit @most
                """,
                new { most })
            .Select(row => new EndRow(Time(row.At), new ChangeId(row.Change), row.Kind, row.Text))
            .ToArray());

    /// <summary>A build was given to an executor.</summary>
    /// <param name="build">The build.</param>
    /// <param name="executor">The executor's name.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is on disk.</returns>
    public Task RecordBuildStartAsync(BuildId build, string executor, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Execute(
                "update build set started_at = @at, executor = @executor where id = @id", new { id = build.Value, executor, at = at.ToUnixTimeMilliseconds() }),
            cancellationToken);

    private BuildRow[] Builds(string sql, object parameters) =>
        database.Read(session => session.Query<Row>(sql, parameters).Select(row => row.ToBuild()).ToArray());

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

#pragma warning disable CA1812 // Dapper makes it.
    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Queue { get; init; } = "";

        public string Pipeline { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Changes { get; init; } = "[]";

        public int Patchset { get; init; }

        public string Project { get; init; } = "";

        public string Buildset { get; init; } = "";

        public string Job { get; init; } = "";

        public int Attempt { get; init; }

        public string Ahead { get; init; } = "[]";

        public long AskedAt { get; init; }

        public string? Executor { get; init; }

        public long? StartedAt { get; init; }

        public long? EndedAt { get; init; }

        public string? Result { get; init; }

        public string Message { get; init; } = "";

        public bool IsKept { get; init; }

        public bool IsFlaky { get; init; }

        public BuildRow ToBuild() => new()
        {
            Id = new BuildId(Id),
            Queue = new QueueName(Queue),
            Pipeline = Pipeline,
            Subject = Subject,
            Changes = ModelJson.Read<ImmutableArray<ChangeId>>(Changes),
            Patchset = Patchset,
            Project = new ProjectName(Project),
            Buildset = new BuildsetId(Buildset),
            Job = Job,
            Attempt = Attempt,
            Ahead = ModelJson.Read<ImmutableArray<ChangeId>>(Ahead),
            AskedAt = Time(AskedAt),
            Executor = Executor,
            StartedAt = StartedAt is { } started ? Time(started) : null,
            EndedAt = EndedAt is { } ended ? Time(ended) : null,
            Result = Result is null ? null : Enum.Parse<BuildResult>(Result),
            Message = Message,
            IsKept = IsKept,
            IsFlaky = IsFlaky,
        };
    }
#pragma warning restore CA1812
}
