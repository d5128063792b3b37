using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Tells people what the rules of the site name. What cannot be told is given up in the end: votes and merges never wait for it. See docs/adr/0034.</summary>
internal sealed class NotifyWorker(SchedulerOptions options, SiteKeeper sites, Connections connections, Board board, TimeProvider clock, ILogger<NotifyWorker> logger)
{
    /// <summary>Says which connections the site names for people and the server does not have.</summary>
    public void Check(Site site)
    {
        var unknown = site.Plan.Notifications.Select(rule => rule.Connection).Where(name => connections.FindNotifier(name) is null).Distinct().ToArray();
        board.Warn(
            "notification rules",
            unknown.Length == 0 ? null : $"The site tells people by {string.Join(", ", unknown.Select(name => $"Notify(\"{name}\")"))}, which no plugin of this server provides, so that nobody is told. "
                + $"Add the connection to pluginci.yaml, or correct site.csx. Known connections: {Known()}.");
    }

    /// <summary>What is to be told of a report by the rules in force now: once by each connection. Who reads there is not known, so that nothing is told of private changes.</summary>
    public ImmutableArray<SendNotification> NotificationsOf(SendReport report) => report.Change is { IsPrivate: true } ? [] :
    [
        .. sites.Current.Plan.Notifications.Where(rule => rule.IsFor(TargetOf(report).Project, report.Pipeline, report.Kind))
            .Select(rule => rule.Connection).Distinct()
            .Select(connection => new SendNotification(connection, report, clock.GetUtcNow() + options.NotificationPatience)),
    ];

    /// <summary>Tells one, or gives it up.</summary>
    /// <exception cref="OutsideException">It could not be told now and is to be tried again.</exception>
    public async Task<GateEvent?> RunAsync(SendNotification wish, CancellationToken cancellationToken)
    {
        // After a stop those that waited for their turn come here as well.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var notifier = connections.FindNotifier(wish.Connection)
                ?? throw new OutsideException($"No plugin provides the connection '{wish.Connection}'. Known connections: {Known()}.", isTransient: true);
            await notifier.NotifyAsync(Told(wish.Report, wish.Key), cancellationToken);
            board.Warn(AboutOf(wish), null);
        }
        catch (OutsideException exception) when (!exception.IsTransient || clock.GetUtcNow() >= wish.Until)
        {
            Log.NotificationGivenUp(logger, wish.Key, SubjectOf(wish.Report), exception.Message);
            board.Warn(AboutOf(wish), $"'{wish.Connection}' was not told of {SubjectOf(wish.Report)}, and will not be: {exception.Message} The log has every one that was given up.");
        }
        catch (OutsideException exception)
        {
            board.Warn(AboutOf(wish), $"'{wish.Connection}' cannot be told of {SubjectOf(wish.Report)}, which is tried until {wish.Until:u}; later ones wait: {exception.Message}");
            throw;
        }

        return null;
    }

    private static string AboutOf(SendNotification wish) => $"notifications of {wish.Connection}";

    private static string SubjectOf(SendReport report) => $"{report.Pipeline} {report.Kind.ToString().ToLowerInvariant()} of {report.Change?.Id.Value ?? TargetOf(report).Value}";

    private static ProjectBranch TargetOf(SendReport report) => report.Change?.Target ?? report.Ref!.Target;

    private string Known() => connections.Notifiers.Count == 0 ? "none" : string.Join(", ", connections.Notifiers.Select(notifier => notifier.Connection));

    private Notification Told(SendReport report, string key) => new()
    {
        Key = key,
        Pipeline = report.Pipeline,
        Kind = report.Kind,
        Project = TargetOf(report).Project,
        Branch = TargetOf(report).Branch,
        Change = report.Change?.Id,
        Patchset = report.Change?.Patchset ?? 0,
        Subject = report.Change?.Subject ?? "",
        Text = report.Message,
        Url = new Uri(options.ServerUrl, PageOf(report)),
    };

    // A branch or tag has no page; what failed on it has.
    private static string PageOf(SendReport report) =>
        report.Change is { } change ? $"changes/{change.Id}"
        : (report.Builds.FirstOrDefault(build => build.Result is not BuildResult.Success) ?? report.Builds.FirstOrDefault()) is { } build ? $"builds/{build.Id}"
        : "";
}
