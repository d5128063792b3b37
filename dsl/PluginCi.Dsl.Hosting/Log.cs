using Microsoft.Extensions.Logging;

namespace PluginCi.Dsl.Hosting;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Debug, "{Entry} was evaluated in {Elapsed}.")]
    public static partial void Evaluated(ILogger logger, string entry, TimeSpan elapsed);

    [LoggerMessage(301, LogLevel.Debug, "No evaluator could be started beforehand: {Reason}")]
    public static partial void NotWarmed(ILogger logger, string reason);
}
