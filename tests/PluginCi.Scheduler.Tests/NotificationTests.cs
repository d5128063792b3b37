using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Rules of the site that tell people. The invariants: votes and merges never wait for a notifier, and what one is to be told it is told, by the same key each time, or given up with a warning.</summary>
public sealed class NotificationTests
{
    private static readonly NotificationRule Everything = new("everything", [], [], [.. Enum.GetValues<ReportKind>()]);

    /// <summary>What a notifier may do that is no help.</summary>
    public static TheoryData<string> Troubles => ["it is away", "it refuses", "it never returns"];

    [Theory]
    [InlineData("alpha", "gate", ReportKind.Failure, true)]
    [InlineData("tools/lint", "gate", ReportKind.Conflict, true)]
    [InlineData("alpha", "check", ReportKind.Failure, false)]
    [InlineData("alpha", "gate", ReportKind.Success, false)]
    [InlineData("beta", "gate", ReportKind.Failure, false)]
    public void A_rule_fits_by_project_pipeline_and_kind(string project, string pipeline, ReportKind kind, bool fits)
    {
        Assert.Equal(fits, new NotificationRule("releases", ["alpha", "tools/*"], ["gate"], [ReportKind.Failure, ReportKind.Conflict]).IsFor(new ProjectName(project), pipeline, kind));
        Assert.Equal(kind != ReportKind.Success, new NotificationRule("releases", [], [], [ReportKind.Failure, ReportKind.Conflict]).IsFor(new ProjectName(project), pipeline, kind));
    }

    [Fact]
    public async Task Those_whom_a_rule_names_are_told_once_and_others_not_at_all()
    {
        using var town = await FoundAsync(
            new NotificationRule("releases", ["al*"], ["gate"], [ReportKind.Failure]), new NotificationRule("releases", [], [], [ReportKind.Failure]), new NotificationRule("merges", ["beta"], ["gate"], [ReportKind.Success]));
        await using var server = await town.StartAsync();
        var failing = await town.PushAsync(Town.Alpha, "Break it", "fail-unit", "1");
        town.Approve(failing);
        var end = await town.Audience.EndOfAsync(failing, Town.Soon);
        var merging = await town.PushAsync(Town.Beta, "Mend it", "good", "1");
        town.Approve(merging);
        await town.Audience.EndOfAsync(merging, Town.Soon);

        var merged = Assert.Single(await town.Crowd.HearAsync("merges", 1));
        var told = (await town.Crowd.HearAsync("releases", 1)).Single(one => one.Pipeline == "gate");
        Assert.Equal((Town.Beta, merging), (merged.Project, merged.Change));
        Assert.Equal(
            new Notification
            {
                Key = $"notify:releases:{end.Key["report:".Length..]}",
                Pipeline = "gate",
                Kind = ReportKind.Failure,
                Project = Town.Alpha,
                Branch = "main",
                Change = failing,
                Patchset = 1,
                Subject = "Break it",
                Text = end.Message,
                Url = new Uri($"http://ci.example.org/changes/{failing}"),
            },
            told);
        Assert.Single(town.Crowd.Heard, one => one.Connection == "releases" && one.Notification.Pipeline == "gate");
    }

    [Fact]
    public async Task A_private_change_is_told_to_nobody()
    {
        using var town = await FoundAsync(Everything);
        var hidden = await town.PushAsync(Town.Alpha, "Mend the hole", "fail-unit", "1");
        town.Reviews.Put(town.Reviews.Changes[hidden] with { IsPrivate = true });
        await using var server = await town.StartAsync();
        await town.Audience.HearAsync(report => report.Change == hidden && report.Kind == ReportKind.Failure, Town.Soon);
        var open = await town.PushAsync(Town.Beta, "Mend the wheel", "good", "1");

        Assert.Equal(open, (await town.Crowd.HearAsync("everything", 1))[0].Change);
    }

    [Fact]
    public async Task Rules_count_that_are_in_force_when_a_report_is_told()
    {
        using var town = await FoundAsync(Everything with { Connection = "before" });
        await using var workshop = await Workshop.OpenAsync(town);
        var worker = new NotifyWorker(
            new SchedulerOptions { Workspaces = town.Folder, Sockets = town.Folder, ServerUrl = new Uri("http://ci.example.org"), ConfigProject = Town.Config },
            workshop.Sites, new Connections([], [], [], []), workshop.Board, TimeProvider.System, NullLogger<NotifyWorker>.Instance);
        var report = new SendReport("r1", "gate", null, new RefUpdate(Town.Alpha, "main", null, new string('a', 40), Trigger.Timer), ReportKind.Failure, "Failed gate.", 0, [], []);
        Assert.Equal("notify:before:r1", Assert.Single(worker.NotificationsOf(report)).Key);

        var site = PlainScripts.SiteOf("alpha", "beta") with { Notifications = [Everything with { Connection = "after" }] };
        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "Tell others", ("site.csx", ModelJson.Write(site)));
        await workshop.Sites.RefreshAsync(Town.Soon);

        Assert.Equal("notify:after:r1", Assert.Single(worker.NotificationsOf(report)).Key);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Votes_and_merges_come_whatever_notifiers_do(string trouble)
    {
        using var town = await FoundAsync(Everything);
        await using var server = await town.StartAsync(prepare: server => server.Notifiers[0].Trouble = Make(trouble));
        ChangeId[] all = [await town.PushAsync(Town.Alpha, "One", "one", "1"), await town.PushAsync(Town.Beta, "Two", "two", "1"), await town.PushAsync(Town.Alpha, "Three", "three", "1")];
        foreach (var change in all)
        {
            town.Approve(change);
        }

        foreach (var change in all)
        {
            var end = await town.Audience.EndOfAsync(change, Town.Soon);
            Assert.Equal(ReportKind.Success, end.Kind);
        }

        Assert.Equal(3, (await town.MergedAsync(Town.Alpha)).Length + (await town.MergedAsync(Town.Beta)).Length);
        Assert.Empty(town.Crowd.Heard);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_crash_at_any_call_to_the_outside_loses_no_notification_and_makes_no_other(bool isPostgres)
    {
        var (expected, places) = await TellAsync(isPostgres, null);
        Assert.Equal("git/1 gate Start, git/1 gate Success, git/2 gate Failure, git/2 gate Start", expected);
        var crashes = isPostgres ? 3 : 15;
        foreach (var place in Enumerable.Range(0, crashes).Select(crash => 1 + (crash * places / crashes)))
        {
            Assert.Equal((place, expected), (place, (await TellAsync(isPostgres, place)).Told));
        }
    }

    [Fact]
    public async Task What_one_that_is_away_was_not_told_it_is_told_after_a_restart_by_the_same_key()
    {
        using var town = await FoundAsync(Everything);
        var asked = Signals.New<Notification>();
        await using (var server = await town.StartAsync(prepare: server => server.Notifiers[0].Trouble = (notification, token) =>
        {
            asked.TrySetResult(notification);
            return Task.Delay(Timeout.Infinite, token);
        }))
        {
            town.Approve(await town.PushAsync(Town.Alpha, "One", "one", "1"));
            await asked.Task.WaitAsync(Town.Soon);
            await town.Audience.EndOfAsync(new ChangeId("git/1"), Town.Soon);
        }

        await using var next = await town.StartAsync();
        var told = await town.Crowd.HearAsync("everything", 2);
        Assert.Contains(await asked.Task, told);
    }

    [Fact]
    public async Task One_that_was_away_for_a_while_is_told_everything_in_order()
    {
        using var town = await FoundAsync(Everything with { Pipelines = ["gate"] });
        var left = 5;
        await using var server = await town.StartAsync(prepare: server => server.Notifiers[0].Trouble = (_, _) => left-- > 0 ? throw new OutsideException("Nobody is at home.", isTransient: true) : Task.CompletedTask);
        town.Approve(await town.PushAsync(Town.Alpha, "One", "one", "1"));

        Assert.Equal([ReportKind.Start, ReportKind.Success], (await town.Crowd.HearAsync("everything", 2)).Select(one => one.Kind));
        await server.WaitAsync(board => board.Warnings.Count == 0);
    }

    [Theory]
    [InlineData("it is away")]
    [InlineData("it refuses")]
    public async Task What_cannot_be_told_is_given_up_for_good_with_a_warning_that_goes_when_one_is_told(string trouble)
    {
        using var town = await FoundAsync(new NotificationRule("everything", [], ["gate"], [ReportKind.Success]));
        town.NotificationPatience = TimeSpan.Zero;
        await using (var server = await town.StartAsync(prepare: server => server.Notifiers[0].Trouble = Make(trouble)))
        {
            town.Approve(await town.PushAsync(Town.Alpha, "One", "one", "1"));
            await server.WaitAsync(board => board.Warnings.ContainsKey("notifications of everything"));
            Assert.StartsWith("'everything' was not told of gate success of git/1, and will not be: ", server.Board.Warnings["notifications of everything"], StringComparison.Ordinal);
        }

        await using var next = await town.StartAsync();
        await town.CatchUpAsync(Town.Alpha);
        town.Approve(await town.PushAsync(Town.Alpha, "Two", "two", "1"));
        Assert.Equal(new ChangeId("git/2"), Assert.Single(await town.Crowd.HearAsync("everything", 1)).Change);
        await next.WaitAsync(board => board.Warnings.Count == 0);
    }

    [Fact]
    public async Task A_connection_that_the_server_does_not_have_is_told_as_soon_as_the_site_is_in_force()
    {
        using var town = await FoundAsync(new NotificationRule("relases", [], [], [ReportKind.Failure]));
        town.NotifiesBy = ["releases"];
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.Warnings.ContainsKey("notification rules"));

        Assert.Equal(
            "The site tells people by Notify(\"relases\"), which no plugin of this server provides, so that nobody is told. Add the connection to pluginci.yaml, or correct site.csx. Known connections: releases.",
            server.Board.Warnings["notification rules"]);
        town.Approve(await town.PushAsync(Town.Alpha, "One", "one", "1"));
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(new ChangeId("git/1"), Town.Soon)).Kind);
    }

    private static async Task<Town> FoundAsync(params NotificationRule[] rules)
    {
        var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha", "beta") with { Notifications = [.. rules] });
        town.NotifiesBy = [.. rules.Select(rule => rule.Connection).Distinct()];
        return town;
    }

    private static Func<Notification, CancellationToken, Task> Make(string trouble) => trouble switch
    {
        "it is away" => (_, _) => throw new OutsideException("Nobody is at home.", isTransient: true),
        "it refuses" => (_, _) => throw new OutsideException("Nobody wants to know."),
        _ => (_, token) => Task.Delay(Timeout.Infinite, token),
    };

    /// <summary>Two changes, and a server that dies at a place.</summary>
    /// <returns>What was told, each once, and at how many places a server can die.</returns>
    private static async Task<(string Told, int Places)> TellAsync(bool isPostgres, int? dieAt)
    {
        using var town = await FoundAsync(Everything with { Pipelines = ["gate"] });
        town.Database = isPostgres ? PostgresServer.Shared.NewDatabase() : town.Database;
        town.Approve(await town.PushAsync(Town.Alpha, "Good", "good", "1"));
        town.Approve(await town.PushAsync(Town.Beta, "Failing", "fail-unit", "1"));
        if (dieAt is { } place)
        {
            var power = new Power();
            power.FailAt(place);
            await using var dying = await town.StartAsync(power);
            await Task.WhenAny(power.WhenLost, town.Crowd.HearAsync("everything", 4));
        }

        await using var server = await town.StartAsync();
        await town.Crowd.HearAsync("everything", 4);

        // Told again it is the same, and of each report of the gate there is one.
        var told = town.Crowd.Heard.Select(one => one.Notification).Distinct().ToArray();
        Assert.Equal(told.Length, told.DistinctBy(one => one.Key).Count());
        Assert.Equal(town.Audience.Heard.Where(report => report.Pipeline == "gate").Select(report => report.Key["report:".Length..]).Order(), told.Select(one => one.Key["notify:everything:".Length..]).Order());
        return (string.Join(", ", told.Select(one => $"{one.Change} {one.Pipeline} {one.Kind}").Order(StringComparer.Ordinal)), server.Power.Used);
    }
}
