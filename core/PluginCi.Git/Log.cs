using Microsoft.Extensions.Logging;

namespace PluginCi.Git;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "git {Verb} in {Repository} ended with status {ExitCode} after {Duration}.")]
    public static partial void CommandEnded(ILogger logger, string verb, string repository, int exitCode, TimeSpan duration);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The mirror {Directory} was created.")]
    public static partial void MirrorCreated(ILogger logger, string directory);
}
