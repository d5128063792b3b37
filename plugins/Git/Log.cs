using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Git;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Count} repositories in {Directory} take pushes for review.")]
    public static partial void RepositoriesReady(ILogger logger, int count, string directory);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The hooks of the repository {Project} could not be written: {Reason}")]
    public static partial void RepositoryNotReady(ILogger logger, string project, string reason);
}
