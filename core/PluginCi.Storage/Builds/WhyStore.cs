using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Reads what explains decisions: reasons with their events, builds with their inputs, jobs with their runs.</summary>
/// <param name="database">Where they are.</param>
public sealed class WhyStore(Database database)
{
    /// <summary>Why the gate did what it did with a change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The reasons, oldest first.</returns>
    public IReadOnlyList<ReasonRow> ReadReasons(ChangeId change) => database.Read(session => session
        .Query<(long At, string Queue, long Event, string Kind, string Text)>(
            "select at, queue, event, kind, text from reason where change = @id order by event, place", new { id = change.Value })
        .Select(row => new ReasonRow(DateTimeOffset.FromUnixTimeMilliseconds(row.At), new QueueName(row.Queue), row.Event, row.Kind, row.Text))
        .ToArray());

    /// <summary>The builds of a change as the gate asked for them, with the commits that they test.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The wishes, by build.</returns>
    public IReadOnlyDictionary<BuildId, StartBuild> ReadWishes(ChangeId change) => database.Read(session => session
        .Query<string>(
            "select outbox.json from build_change join outbox on outbox.key = 'build:' || build_change.build where build_change.change = @id",
            new { id = change.Value })
        .Select(ModelJson.Read<GateEffect>)
        .OfType<StartBuild>()
        .ToDictionary(wish => wish.Build));

    /// <summary>Every job that was ever asked for.</summary>
    /// <returns>The jobs, by queue and name.</returns>
    public IReadOnlyList<JobRow> ReadJobs() => database.Read(session => session
        .Query<(string Queue, string Job, long Runs, string Json)>(
            """
            select job.queue, job.job, job.runs, outbox.json
            from (
                select queue, job,
                       sum(case when result in ('Success', 'Failure', 'TimedOut', 'LimitExceeded') then 1 else 0 end) runs
                from build group by queue, job
            ) job
            join outbox on outbox.key = 'build:' || (
                select id from build where build.queue = job.queue and build.job = job.job order by asked_at desc, id desc limit 1)
            order by job.queue, job.job
            """)
        .Select(row => new JobRow(new QueueName(row.Queue), row.Job, row.Runs, (StartBuild)ModelJson.Read<GateEffect>(row.Json)))
        .ToArray());
}
