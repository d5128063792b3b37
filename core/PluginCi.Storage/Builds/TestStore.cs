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
            session =>
            {
                var isNew = RecordBuild(session, place, report);
                if (isNew)
                {
                    Count(session, place, report);
                }

                MarkFlakes(session, place, report);
                return ReadFlaky(session, place.Build);
            },
            cancellationToken);
    }

    /// <summary>The tests of a build.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The tests, or null when it has no reports.</returns>
    public BuildTestsRow? Find(BuildId build) => database.Read(session => session
        .Query<(int Passed, int Failed, int Skipped, string Problem)>(
            "select passed, failed, skipped, problem from build_tests where build = @id", new { id = build.Value })
        .Select(row => new BuildTestsRow(
            row.Passed,
            row.Failed,
            row.Skipped,
            row.Problem,
            [
                .. session.Query<(string Name, string Message, string? PassedIn)>(
                    "select name, message, passed_in from failed_test where build = @id order by name", new { id = build.Value })
                    .Select(test => new FailedTestRow(test.Name, test.Message, test.PassedIn)),
            ],
            ReadFlaky(session, build.Value)))
        .SingleOrDefault());

    /// <summary>How much the tests of a build ran.</summary>
    /// <param name="build">The build.</param>
    /// <returns>How much, or null when its reports do not say.</returns>
    public CoverageReport? FindCoverage(BuildId build) => database.Read(session =>
        session.QuerySingleOrDefault<string?>("select json from coverage where build = @id", new { id = build.Value }) is { } json ? ModelJson.Read<CoverageReport>(json) : null);

    /// <summary>The tests that failed at least once.</summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The tests, those that flaked most often first, then those that failed most often.</returns>
    public IReadOnlyList<TestRow> ReadTroubled(int most) => database.Read(session => session
        .Query<(string Queue, string Job, string Name, long Runs, long Failed, long Flakes, double Seconds)>(
            "select queue, job, name, runs, failed, flakes, seconds from test where failed > 0 order by flakes desc, failed desc, name limit @most", new { most })
        .Select(row => new TestRow(row.Queue, row.Job, row.Name, row.Runs, row.Failed, row.Flakes, row.Seconds))
        .ToArray());

    private static bool RecordBuild(Session session, Place place, TestReport report)
    {
        var isNew = !session.ExecuteScalar<bool>("select exists (select 1 from build_tests where build = @Build)", place);
        session.Execute(
            """
            insert into build_tests (build, passed, failed, skipped, problem) values (@build, @passed, @failed, @skipped, @problem)
            on conflict (build) do update set passed = @passed, failed = @failed, skipped = @skipped, problem = @problem
            """,
            new
            {
                build = place.Build,
                passed = report.Count(TestOutcome.Passed),
                failed = report.Count(TestOutcome.Failed),
                skipped = report.Count(TestOutcome.Skipped),
                problem = report.Problem,
            });
        session.Execute("delete from coverage where build = @Build", place);
        if (report.Coverage is not null)
        {
            session.Execute("insert into coverage (build, json) values (@build, @json)", new { build = place.Build, json = ModelJson.Write(report.Coverage) });
        }

        session.Execute("delete from failed_test where build = @Build", place);
        session.Execute(
            "insert into failed_test (build, name, message, queue, job, state) values (@build, @name, @message, @queue, @job, @state)",
            report.Results
                .Where(result => result.Outcome == TestOutcome.Failed)
                .Select(result => new { build = place.Build, name = result.Name, message = result.Message, queue = place.Queue, job = place.Job, state = place.State }));
        return isNew;
    }

    private static void Count(Session session, Place place, TestReport report) => session.Execute(
        """
        insert into test (queue, job, name, runs, failed, flakes, seconds) values (@queue, @job, @name, 1, @failed, 0, @seconds)
        on conflict (queue, job, name) do update set runs = test.runs + 1, failed = test.failed + @failed, seconds = test.seconds + @seconds
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
            }));

    private static void MarkFlakes(Session session, Place place, TestReport report)
    {
        var passed = report.Results.Where(result => result.Outcome == TestOutcome.Passed).Select(result => result.Name).ToHashSet();
        var flaky = session
            .Query<string>("select distinct name from failed_test where queue = @Queue and job = @Job and state = @State and passed_in is null", place)
            .Where(passed.Contains)
            .Select(name => new { place.Queue, place.Job, place.State, place.Build, name })
            .ToArray();
        session.Execute(
            "update failed_test set passed_in = @Build where queue = @Queue and job = @Job and state = @State and name = @name and passed_in is null", flaky);
        session.Execute("update test set flakes = flakes + 1 where queue = @Queue and job = @Job and name = @name", flaky);
    }

    private static IReadOnlyList<string> ReadFlaky(Session session, string build) =>
        [.. session.Query<string>("select distinct name from failed_test where passed_in = @build order by name", new { build })];

    /// <summary>Where a build belongs; of the same <c>State</c> are builds that see the same.</summary>
    private sealed record Place(string Queue, string Job, string State, string Build);
}
