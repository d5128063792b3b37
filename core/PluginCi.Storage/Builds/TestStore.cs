using Dapper;
using Microsoft.Data.Sqlite;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>What builds said of their tests.</summary>
/// <param name="database">Where it is.</param>
public sealed class TestStore(Database database)
{
    /// <summary>Records the tests of a build. A build that is run again after a crash is listed as it ended last, and counted once.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="build">The build.</param>
    /// <param name="report">What its reports say.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The tests that passed in it after they had failed in an earlier build that saw the very same, by name.</returns>
    public Task<IReadOnlyList<string>> RecordAsync(QueueName queue, StartBuild build, TestReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(report);
        var place = new Place(queue.Value, build.Job.Plan.Name, build.Job.Inputs ?? build.Buildset.Value, build.Build.Value);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var isNew = RecordBuild(connection, transaction, place, report);
                if (isNew)
                {
                    Count(connection, transaction, place, report);
                }

                MarkFlakes(connection, transaction, place, report);
                return ReadFlaky(connection, place.Build, transaction);
            },
            cancellationToken);
    }

    /// <summary>The tests of a build.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The tests, or null when it has no reports.</returns>
    public BuildTestsRow? Find(BuildId build) => database.Read(connection => connection
        .Query<(int Passed, int Failed, int Skipped, string Problem)>(
            "select passed, failed, skipped, problem from build_tests where build = @id", new { id = build.Value })
        .Select(row => new BuildTestsRow(
            row.Passed,
            row.Failed,
            row.Skipped,
            row.Problem,
            [
                .. connection.Query<(string Name, string Message, string? PassedIn)>(
                    "select name, message, passed_in from failed_test where build = @id order by name", new { id = build.Value })
                    .Select(test => new FailedTestRow(test.Name, test.Message, test.PassedIn)),
            ],
            ReadFlaky(connection, build.Value, null)))
        .SingleOrDefault());

    /// <summary>The tests that failed at least once.</summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The tests, those that flaked most often first, then those that failed most often.</returns>
    public IReadOnlyList<TestRow> ReadTroubled(int most) => database.Read(connection => connection
        .Query<(string Queue, string Job, string Name, long Runs, long Failed, long Flakes, double Seconds)>(
            "select queue, job, name, runs, failed, flakes, seconds from test where failed > 0 order by flakes desc, failed desc, name limit @most", new { most })
        .Select(row => new TestRow(row.Queue, row.Job, row.Name, row.Runs, row.Failed, row.Flakes, row.Seconds))
        .ToArray());

    private static bool RecordBuild(SqliteConnection connection, SqliteTransaction transaction, Place place, TestReport report)
    {
        var isNew = !connection.ExecuteScalar<bool>("select exists (select 1 from build_tests where build = @Build)", place, transaction);
        connection.Execute(
            "insert or replace into build_tests (build, passed, failed, skipped, problem) values (@build, @passed, @failed, @skipped, @problem)",
            new
            {
                build = place.Build,
                passed = report.Count(TestOutcome.Passed),
                failed = report.Count(TestOutcome.Failed),
                skipped = report.Count(TestOutcome.Skipped),
                problem = report.Problem,
            },
            transaction);
        connection.Execute("delete from failed_test where build = @Build", place, transaction);
        connection.Execute(
            "insert into failed_test (build, name, message, queue, job, state) values (@build, @name, @message, @queue, @job, @state)",
            report.Results
                .Where(result => result.Outcome == TestOutcome.Failed)
                .Select(result => new { build = place.Build, name = result.Name, message = result.Message, queue = place.Queue, job = place.Job, state = place.State }),
            transaction);
        return isNew;
    }

    private static void Count(SqliteConnection connection, SqliteTransaction transaction, Place place, TestReport report) => connection.Execute(
        """
        insert into test (queue, job, name, runs, failed, flakes, seconds) values (@queue, @job, @name, 1, @failed, 0, @seconds)
        on conflict (queue, job, name) do update set runs = runs + 1, failed = failed + @failed, seconds = seconds + @seconds
        """,
        report.Results
            .Where(result => result.Outcome != TestOutcome.Skipped)
            .Select(result => new
            {
                queue = place.Queue,
                job = place.Job,
                name = result.Name,
                failed = result.Outcome == TestOutcome.Failed ? 1 : 0,
                seconds = result.Duration.TotalSeconds,
            }),
        transaction);

    private static void MarkFlakes(SqliteConnection connection, SqliteTransaction transaction, Place place, TestReport report)
    {
        var passed = report.Results.Where(result => result.Outcome == TestOutcome.Passed).Select(result => result.Name).ToHashSet();
        var flaky = connection
            .Query<string>("select distinct name from failed_test where queue = @Queue and job = @Job and state = @State and passed_in is null", place, transaction)
            .Where(passed.Contains)
            .Select(name => new { place.Queue, place.Job, place.State, place.Build, name })
            .ToArray();
        connection.Execute(
            "update failed_test set passed_in = @Build where queue = @Queue and job = @Job and state = @State and name = @name and passed_in is null", flaky, transaction);
        connection.Execute("update test set flakes = flakes + 1 where queue = @Queue and job = @Job and name = @name", flaky, transaction);
    }

    private static IReadOnlyList<string> ReadFlaky(SqliteConnection connection, string build, SqliteTransaction? transaction) =>
        [.. connection.Query<string>("select distinct name from failed_test where passed_in = @build order by name", new { build }, transaction)];

    /// <summary>Where a build belongs; of the same <c>State</c> are builds that see the same.</summary>
    private sealed record Place(string Queue, string Job, string State, string Build);
}
