using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Plugin {Id} {Version} is loaded: {Capabilities}.")]
    public static partial void Loaded(ILogger logger, string id, string version, string capabilities);

    [LoggerMessage(201, LogLevel.Error, "The plugin in {Directory} is refused: {Message}")]
    public static partial void Refused(ILogger logger, string directory, string message);

    [LoggerMessage(202, LogLevel.Warning, "Plugin {Id}: {Member} failed.")]
    public static partial void CallFailed(ILogger logger, string id, string member, Exception exception);
}
