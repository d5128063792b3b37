using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Sandbox;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Builds are limited through cgroups in: {Folders}. What is missing there is limited by resource limits of the process.")]
    public static partial void FoundLimits(ILogger logger, string folders);
}
