using Microsoft.Extensions.Logging;

namespace PluginCi.Scheduler;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Site of {Commit} is in force: {Projects} projects, {Groups} groups.")]
    public static partial void SiteInForce(ILogger logger, string commit, int projects, int groups);

    [LoggerMessage(101, LogLevel.Error, "The site at {Commit} has errors and does not take effect:\n{Diagnostics}")]
    public static partial void BadSite(ILogger logger, string commit, string diagnostics);

    [LoggerMessage(102, LogLevel.Warning, "There is no branch {Branch} yet, so there is no site. Push a site.csx to it.")]
    public static partial void NoSite(ILogger logger, string branch);

    [LoggerMessage(103, LogLevel.Information, "Project {Project} of {Connection} is in the site by a pattern.")]
    public static partial void ProjectAdopted(ILogger logger, string project, string connection);

    [LoggerMessage(110, LogLevel.Information, "{Queue}: {Reason}")]
    public static partial void Decided(ILogger logger, string queue, string reason);

    [LoggerMessage(111, LogLevel.Information, "Queue {Queue} recovered at event {Applied}, {Pending} effects are still to be done.")]
    public static partial void Recovered(ILogger logger, string queue, long applied, int pending);

    [LoggerMessage(112, LogLevel.Critical, "Queue {Queue} is halted, nothing of it merges until the server restarts.")]
    public static partial void Halted(ILogger logger, string queue, Exception exception);

    [LoggerMessage(113, LogLevel.Error, "Queue {Queue} cannot read or save its events and tries again in {Delay}: {Message}")]
    public static partial void DiskFailed(ILogger logger, string queue, TimeSpan delay, string message);

    [LoggerMessage(114, LogLevel.Error, "The queues cannot be started, which is tried again in {Delay}: {Message}")]
    public static partial void QueuesNotStarted(ILogger logger, TimeSpan delay, string message);

    [LoggerMessage(120, LogLevel.Warning, "{Effect} failed and is tried again in {Delay}: {Message}")]
    public static partial void EffectFailed(ILogger logger, string effect, TimeSpan delay, string message);

    [LoggerMessage(121, LogLevel.Error, "{Effect} failed for good.")]
    public static partial void EffectGivenUp(ILogger logger, string effect, Exception exception);

    [LoggerMessage(122, LogLevel.Critical, "{Text}")]
    public static partial void Alarm(ILogger logger, string text);

    [LoggerMessage(123, LogLevel.Information, "{Pipeline} on {Ref}: {Message}")]
    public static partial void RefReported(ILogger logger, string pipeline, string @ref, string message);

    [LoggerMessage(124, LogLevel.Information, "{Effect} is dropped: project {Project} is no longer in the site.")]
    public static partial void NobodyToPassOnTo(ILogger logger, string effect, string project);

    [LoggerMessage(125, LogLevel.Warning, "Build {Build}: its failure pattern {Pattern} is ignored: {Reason}")]
    public static partial void PatternIgnored(ILogger logger, string build, string pattern, string reason);

    [LoggerMessage(126, LogLevel.Information, "Build {Build} asked for {Host}:{Port}: {Answer}; {Sent} bytes sent, {Received} received.")]
    public static partial void NetworkUsed(ILogger logger, string build, string host, int port, string answer, long sent, long received);

    [LoggerMessage(129, LogLevel.Warning, "Dependencies: {Message}")]
    public static partial void DependencyTrouble(ILogger logger, string message);

    [LoggerMessage(130, LogLevel.Warning, "Source {Connection} is out of reach and is asked again in {Delay}.")]
    public static partial void SourceFailed(ILogger logger, string connection, TimeSpan delay, Exception exception);

    [LoggerMessage(131, LogLevel.Debug, "Source {Connection}: {Event}")]
    public static partial void SourceEvent(ILogger logger, string connection, string @event);

    [LoggerMessage(132, LogLevel.Warning, "Source {Connection} could not be asked what belongs to {Change}: {Message}")]
    public static partial void ForeignSourceSilent(ILogger logger, string connection, string change, string message);

    [LoggerMessage(133, LogLevel.Error, "{Notification} is given up, nobody was told of {Subject}: {Message}")]
    public static partial void NotificationGivenUp(ILogger logger, string notification, string subject, string message);

    [LoggerMessage(126, LogLevel.Information, "The server was asked to stop: it starts no build any more, and waits up to {Grace} for the {Count} that run. To end it at once, kill it; nothing is lost.")]
    public static partial void WaitingForBuilds(ILogger logger, int count, TimeSpan grace);

    [LoggerMessage(127, LogLevel.Warning, "{Count} builds were still running; they are run again after the next start.")]
    public static partial void BuildsInterrupted(ILogger logger, int count);

    [LoggerMessage(141, LogLevel.Error, "What is stuck or missing in queue {Queue} could not be looked at.")]
    public static partial void WatchFailed(ILogger logger, string queue, Exception exception);

    [LoggerMessage(140, LogLevel.Error, "Scheduled pipelines and ends of freezes could not be looked at.")]
    public static partial void ClockFailed(ILogger logger, Exception exception);

    [LoggerMessage(142, LogLevel.Debug, "{Count} contents of old artifacts were removed.")]
    public static partial void ArtifactsRemoved(ILogger logger, int count);

    [LoggerMessage(143, LogLevel.Debug, "The plans of {Count} projects are known.")]
    public static partial void PlansLoaded(ILogger logger, int count);

    [LoggerMessage(144, LogLevel.Information, "Plans are evaluated when changes need them, since they could not be before: {Reason}")]
    public static partial void PlansNotLoaded(ILogger logger, string reason);
}
