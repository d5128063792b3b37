using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Ssh;

/// <summary>What the plugin logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Machine {Machine} is connected.")]
    public static partial void Connected(ILogger logger, string machine);

    [LoggerMessage(2, LogLevel.Warning, "The connection to machine {Machine} has ended: {Message}")]
    public static partial void Disconnected(ILogger logger, string machine, string message);

    [LoggerMessage(3, LogLevel.Warning, "What build {Build} left on machine {Machine} could not be removed and is tried again: {Message}")]
    public static partial void FolderStays(ILogger logger, string build, string machine, string message);

    [LoggerMessage(4, LogLevel.Warning, "Builds that nobody asks for could not be looked for on machine {Machine}: {Message}")]
    public static partial void SweepFailed(ILogger logger, string machine, string message);
}
