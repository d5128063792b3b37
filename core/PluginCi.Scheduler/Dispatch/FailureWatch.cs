using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Looks at a build's output for what tells that it will fail, a step or a line, and says so once; and for when its preparation begins and ends.</summary>
internal sealed class FailureWatch : IBuildOutput
{
    // What tells a failure stands at the beginning of a line; a line without end must not cost more than others.
    private const int LongestLine = 4096;

    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly IBuildOutput _inner;
    private readonly StartBuild _build;
    private readonly ILogger _logger;
    private readonly Action<bool> _prepares;
    private readonly Func<string, Task> _tell;
    private ImmutableArray<Regex> _patterns;
    private Task? _told;
    private bool _isPreparing;

    public FailureWatch(IBuildOutput inner, StartBuild build, ILogger logger, Action<bool> prepares, Func<string, Task> tell)
    {
        _inner = inner;
        _build = build;
        _logger = logger;
        _prepares = prepares;
        _tell = tell;
        _patterns = [.. build.Job.Plan.FailurePatterns.Select(Compile).OfType<Regex>()];
    }

    public void PreparationStarted(string what)
    {
        _isPreparing = true;
        _prepares(true);
        _inner.PreparationStarted(what);
    }

    public void PreparationEnded(TimeSpan time)
    {
        _isPreparing = false;
        _prepares(false);
        _inner.PreparationEnded(time);
    }

    public void StepStarted(int index, string title) => _inner.StepStarted(index, title);

    public void StepFailed(int index)
    {
        _inner.StepFailed(index);
        Tell($"its step {index + 1} failed");
    }

    public void Line(string line)
    {
        _inner.Line(line);
        var start = line.Length > LongestLine ? line[..LongestLine] : line;
        if (_told is null && !_isPreparing && _patterns.FirstOrDefault(pattern => IsMatch(pattern, start)) is { } found)
        {
            Tell($"its output has a line that matches '{found}'");
        }
    }

    public void ServiceLine(string service, string line) => _inner.ServiceLine(service, line);

    /// <summary>Completes when what was found is told.</summary>
    public Task WhenTold() => _told ?? Task.CompletedTask;

    private void Tell(string message) => _told ??= _tell(message);

    private bool IsMatch(Regex pattern, string line)
    {
        try
        {
            return pattern.IsMatch(line);
        }
        catch (RegexMatchTimeoutException exception)
        {
            Ignore(pattern.ToString(), exception.Message);
            _patterns = _patterns.Remove(pattern);
            return false;
        }
    }

    private Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchLimit);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            Ignore(pattern, exception.Message);
            return null;
        }
    }

    private void Ignore(string pattern, string reason) => Log.PatternIgnored(_logger, _build.Build.Value, pattern, reason);
}
