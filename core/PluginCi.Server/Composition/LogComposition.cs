using Microsoft.Extensions.Logging;
using NLog;
using NLog.Config;
using NLog.Targets;
using NLog.Web;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace PluginCi.Server;

internal static class LogComposition
{
    private const string Line = "${longdate:universalTime=true} ${level:uppercase=true:padding=-5} ${logger:shortName=true}: ${message}${onexception:${newline}${exception:format=tostring}}";

    // 50 MiB at the most: ten files of five.
    private const long FileBytes = 5 << 20;

    private const int Files = 10;

    public static void AddServerLog(this ILoggingBuilder logging, ServerOptions options, LogFactory log)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.LogLevel);
        logging.AddFilter("Microsoft", Quieter(options.LogLevel));
        logging.AddNLogWeb(new NLogAspNetCoreOptions { RemoveLoggerFactoryFilter = false }, _ => log);
    }

    /// <summary>Opens the log: a factory of its own for each server, so that two in one process do not mix.</summary>
    public static LogFactory Open(ServerOptions options, DataFolder folder)
    {
        var log = new LogFactory();
        var configuration = new LoggingConfiguration(log);
#pragma warning disable CA2000 // The factory disposes of the targets of its configuration.
        configuration.AddRuleForAllLevels(new FileTarget("file")
        {
            FileName = folder.ServerLog,
            Layout = Line,
            ArchiveAboveSize = FileBytes,
            MaxArchiveFiles = Files - 1,
        });
        if (options.LogConsole)
        {
            configuration.AddRuleForAllLevels(new ColoredConsoleTarget("console") { Layout = Line, StdErr = true });
        }

#pragma warning restore CA2000
        log.Configuration = configuration;
        return log;
    }

    // What the web framework says of every request is for those who ask for debug or trace.
    private static LogLevel Quieter(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => LogLevel.Information,
        LogLevel.Information => LogLevel.Warning,
        _ => level,
    };
}
