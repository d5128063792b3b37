using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>What is told, once for each key, and what happens when it cannot be.</summary>
internal static class NotifierChecks
{
    private static int _last;

    public static ImmutableArray<NotifierCheck> All { get; } =
    [
        new(It_tells_where_and_what), new(It_tells_of_a_branch_too), new(It_tells_the_same_key_once), new(It_tells_of_several_at_once), new(It_takes_any_text),
        new(Its_connection_stays_the_same), new(One_that_is_away_is_transient), new(It_ends_when_it_is_cancelled),
    ];

    private static async Task It_tells_where_and_what(NotifierSubject subject)
    {
        var wanted = Make("Rejected by gate.\n* unit failed") with { Subject = "Mend the wheel" };
        var message = await TellAsync(subject, wanted);
        foreach (var part in new[] { wanted.Project.Value, wanted.Change!.Value.Value, wanted.Subject, "unit failed", wanted.Url.AbsoluteUri })
        {
            Expect.Contains(part, message, "what people see");
        }
    }

    private static async Task It_tells_of_a_branch_too(NotifierSubject subject)
    {
        var message = await TellAsync(subject, Make("Failed nightly.") with { Change = null, Patchset = 0, Branch = "REL1_45", Pipeline = "nightly" });
        Expect.Contains("REL1_45", message, "what people see");
        Expect.Contains("Failed nightly.", message, "what people see");
    }

    private static async Task It_tells_the_same_key_once(NotifierSubject subject)
    {
        var before = (await subject.ReadMessages()).Length;
        var wanted = Make("Rejected by gate.");
        await CallAsync(subject, wanted);
        await CallAsync(subject, wanted);
        Expect.Equal(before + 1, (await subject.ReadMessages()).Length, "messages after one notification was told twice");
    }

    private static async Task It_tells_of_several_at_once(NotifierSubject subject)
    {
        var before = (await subject.ReadMessages()).Length;
        Notification[] all = [.. Enumerable.Range(0, 8).Select(one => Make($"This is number {one}."))];
        await Task.WhenAll(all.Select(one => CallAsync(subject, one)));
        var seen = (await subject.ReadMessages())[before..];
        Expect.Equal(all.Length, seen.Length, "messages of eight notifications");
        Expect.That(all.All(one => seen.Any(message => message.Contains(one.Text, StringComparison.Ordinal))), $"One of eight notifications was not told: {string.Join(" | ", seen)}");
    }

    // A subject is whatever somebody wrote: it must not become a second message, a command or a header.
    private static async Task It_takes_any_text(NotifierSubject subject)
    {
        foreach (var text in new[] { "\r\nQUIT :bye\r\nIdempotency-Key: other", "\"}, {\"text\": \"", "<script>alert(1)</script> @everyone *_`", "\0\u0007\u001b[31m", "\ud800 ✓ 日本", new string('x', 20_000) })
        {
            var message = await TellAsync(subject, Make($"before {text}") with { Subject = $"subject {text}" });
            Expect.Contains("before ", message, "what people see");
        }
    }

    private static async Task Its_connection_stays_the_same(NotifierSubject subject)
    {
        var connection = subject.Notifier.Connection;
        Expect.That(JobPlan.IsName(connection), $"The connection '{connection}' is not of letters, digits, '-', '_' and '.', so that no rule of a site can name it.");
        await TellAsync(subject, Make("Rejected by gate."));
        Expect.Equal(connection, subject.Notifier.Connection, "the connection after it told something");
    }

    private static async Task One_that_is_away_is_transient(NotifierSubject subject)
    {
        var wanted = Make("Rejected by gate.");
        await subject.SetAway(true);
        try
        {
            await CallAsync(subject, wanted);
            throw new ConformanceException("It says that a notification is told while nobody is there to be told.");
        }
        catch (OutsideException exception)
        {
            Expect.That(exception.IsTransient, $"It says that a receiver that is away stays away for good: {exception.Message}");
            Expect.Contains(subject.Notifier.Connection, exception.Message, "the message about a receiver that is away");
        }
        finally
        {
            await subject.SetAway(false);
        }

        await TellAsync(subject, wanted);
    }

    private static async Task It_ends_when_it_is_cancelled(NotifierSubject subject)
    {
        await subject.SetSilent(true);
        try
        {
            using var cancel = new CancellationTokenSource();
            var call = subject.Notifier.NotifyAsync(Make("Rejected by gate."), cancel.Token);
            await cancel.CancelAsync();
            await call.WaitAsync(subject.Deadline);
            throw new ConformanceException("It says that a notification is told that was cancelled, and that nobody took.");
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            await subject.SetSilent(false);
        }
    }

    private static async Task<string> TellAsync(NotifierSubject subject, Notification notification)
    {
        var before = (await subject.ReadMessages()).Length;
        await CallAsync(subject, notification);
        var seen = await subject.ReadMessages();
        Expect.Equal(before + 1, seen.Length, "messages after one notification");
        return seen[^1];
    }

    private static Task CallAsync(NotifierSubject subject, Notification notification) => subject.Notifier.NotifyAsync(notification, CancellationToken.None).WaitAsync(subject.Deadline);

    private static Notification Make(string text)
    {
        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        return new Notification
        {
            Key = $"notify:check:core/r{number}",
            Pipeline = "gate",
            Kind = ReportKind.Failure,
            Project = new ProjectName("mediawiki/core"),
            Branch = "main",
            Change = new ChangeId($"git/{number}"),
            Patchset = 1,
            Text = text,
            Url = new Uri($"http://ci.example.org/changes/git/{number}"),
        };
    }
}
