using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>What the plugin logged, to explain a failure.</summary>
internal sealed class HeardLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));
}
