using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The invariant "nothing lost, nothing twice": whenever the server dies, the next one brings everything to the same end.</summary>
public sealed class CrashTests
{
    /// <summary>At how many places the server dies, each in a run of its own, and at a fifth of them on PostgreSQL; the environment may ask for more.</summary>
    private static readonly int Crashes = int.Parse(Environment.GetEnvironmentVariable("PCI_CRASHES") ?? "25", CultureInfo.InvariantCulture);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_crash_at_any_call_to_the_outside_changes_nothing(bool isPostgres)
    {
        var crashes = isPostgres ? (Crashes + 4) / 5 : Crashes;
        var (expected, places, _) = await RunAsync(isPostgres, crashAt: null);
        Assert.Equal(Expected, expected);
        foreach (var crash in Enumerable.Range(0, crashes).Select(crash => 1 + (crash * places / crashes)))
        {
            var (found, _, reports) = await RunAsync(isPostgres, crash);
            Assert.True(expected == found, $"After a crash at place {crash} of {places}:\n{found}\ninstead of\n{expected}\nwith the reports\n{reports}");
        }
    }

    private const string Expected = """
        alpha: Good, Offer it
        beta: Also good, Use it
        git/1 Good: Merged, reports Start Success
        git/2 Failing: Open, reports Start Failure
        git/3 Also good: Merged, reports Start Success
        git/4 Conflicting: Open, reports Conflict
        git/5 Use it: Merged, reports Start Success
        git/6 Offer it: Merged, reports Start Success
        git/7 Refused: Open, reports Start Refused
        """;

    /// <summary>Seven changes, and a server that dies twice: at a place, and once more in its second life.</summary>
    private static async Task<(string Outcome, int Places, string Reports)> RunAsync(bool isPostgres, int? crashAt)
    {
        using var town = await Town.FoundAsync();
        town.Database = isPostgres ? PostgresServer.Shared.NewDatabase() : town.Database;
        var good = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        var failing = await town.PushAsync(Town.Alpha, "Failing", "fail-unit", "1");
        var alsoGood = await town.PushAsync(Town.Beta, "Also good", "good", "1");
        var conflicting = await town.PushAsync(Town.Alpha, "Conflicting", "good", "2");
        var using6 = await town.PushAsync(Town.Beta, "Use it", "use", "1", new ChangeId("git/6"));
        var offering = await town.PushAsync(Town.Alpha, "Offer it", "offer", "1");
        var refused = await town.PushAsync(Town.Beta, "Refused", "refused", "1");
        town.Reviews.Obstacles[refused] = "The label Code-Review is missing.";
        ChangeId[] all = [good, failing, alsoGood, conflicting, using6, offering, refused];
        foreach (var change in all)
        {
            town.Approve(change);
        }

        if (crashAt is { } first)
        {
            await DieAsync(town, first, all);
            await DieAsync(town, 1 + (first / 2), all);
        }

        await using var server = await town.StartAsync();
        try
        {
            await WhenAllEndedAsync(town, all);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"After a crash at place {crashAt} it never ends: {server.Describe()}");
        }

        return (await DescribeAsync(town, all), server.Power.Used, string.Join('\n', town.Audience.Heard.Select(Describe)));
    }

    private static async Task DieAsync(Town town, int place, ChangeId[] all)
    {
        var power = new Power();
        power.FailAt(place);
        await using var server = await town.StartAsync(power);
        await Task.WhenAny(power.WhenLost, WhenAllEndedAsync(town, all));
    }

    private static async Task WhenAllEndedAsync(Town town, ChangeId[] all)
    {
        foreach (var change in all)
        {
            await town.Audience.EndOfAsync(change, Town.Soon);
        }
    }

    private static async Task<string> DescribeAsync(Town town, ChangeId[] all)
    {
        var lines = new List<string>();
        foreach (var project in new[] { Town.Alpha, Town.Beta })
        {
            lines.Add($"{project}: {string.Join(", ", (await town.MergedAsync(project)).Select(change => change.Subject))}");
        }

        foreach (var change in all.Select(id => town.Reviews.Changes[id]))
        {
            var reports = town.Audience.Heard.Where(report => report.Change == change.Id && report.Pipeline == "gate").Select(report => report.Kind).ToArray();

            // A conflict is told as soon as it is known, and again when it is another one: how often, and whether after a start, depends on what was ahead.
            lines.Add($"{change.Id} {change.Subject}: {change.Status}, reports {(reports.Contains(ReportKind.Conflict) ? ReportKind.Conflict : string.Join(' ', reports))}");
        }

        return string.Join('\n', lines);
    }

    private static string Describe(Report report) =>
        $"{report.Change} {report.Pipeline} {report.Kind}: {report.Message} {string.Join(", ", report.Builds.Select(build => $"{build.Job} {build.Result}"))}";
}
