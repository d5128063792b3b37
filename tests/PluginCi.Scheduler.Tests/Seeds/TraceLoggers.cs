using Microsoft.Extensions.Logging;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Writes what the server logs into the trace, and keeps its alarms.</summary>
internal sealed class TraceLoggers(Trace trace, List<string> alarms) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Critical)
        {
            alarms.Add(formatter(state, exception));
        }

        if (IsEnabled(logLevel))
        {
            trace.Write($"  {formatter(state, exception)}{(exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}")}");
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The trace is the only place.");

    public void Dispose()
    {
    }
}
