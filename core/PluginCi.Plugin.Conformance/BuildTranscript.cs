using System.Collections.Concurrent;

namespace PluginCi.Plugin.Conformance;

/// <summary>What a build told, and lines to wait for. It notices calls that come at the same time and calls after the build's end.</summary>
public sealed class BuildTranscript : IBuildOutput
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _serviceLines = new();
    private readonly TaskCompletionSource<string> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private volatile bool _ended;
    private volatile string? _violation;

    /// <summary>Everything, in order: <c>environment: WHAT</c>, <c>environment ended</c>, <c>step 0: TITLE</c>, <c>failed: step 0</c>, the lines as they are, and those of services with the name before them.</summary>
    public IReadOnlyList<string> Told => [.. _told];

    /// <summary>The lines alone, without those of services.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The lines of services, each as <c>NAME: LINE</c>.</summary>
    public IReadOnlyList<string> ServiceLines => [.. _serviceLines];

    /// <summary>Everything as one text.</summary>
    public string Text => string.Join("\n", _told);

    /// <summary>What the executor did wrong in the way it called, or null.</summary>
    public string? Violation => _violation;

    /// <summary>Waits for a line.</summary>
    /// <param name="line">The whole line.</param>
    /// <param name="patience">How long; null for a minute.</param>
    /// <returns>When it was told.</returns>
    /// <exception cref="ConformanceException">It did not come in time, or before the build's end.</exception>
    public async Task LineAsync(string line, TimeSpan? patience = null)
    {
        var told = Event(line).Task;
        await Task.WhenAny(told, _end.Task, Task.Delay(patience ?? TimeSpan.FromMinutes(1)));
        if (!told.IsCompleted)
        {
            throw new ConformanceException($"The line '{line}' did not come{(_end.Task.IsCompleted ? $"; the build ended: {await _end.Task}" : " in time, while the build runs.")} It told:\n{Text}");
        }
    }

    /// <inheritdoc/>
    public void PreparationStarted(string what) => Tell($"environment: {what}", () => { });

    /// <inheritdoc/>
    public void PreparationEnded(TimeSpan time) => Tell("environment ended", () => { });

    /// <inheritdoc/>
    public void StepStarted(int index, string title) => Tell($"step {index}: {title}", () => { });

    /// <inheritdoc/>
    public void StepFailed(int index) => Tell($"failed: step {index}", () => { });

    /// <inheritdoc/>
    public void Line(string line) => Tell(line, () =>
    {
        _lines.Enqueue(line);
        Event(line).TrySetResult();
    });

    /// <inheritdoc/>
    public void ServiceLine(string service, string line) => Tell($"{service}: {line}", () => _serviceLines.Enqueue($"{service}: {line}"));

    /// <summary>From now on nothing may be told.</summary>
    internal void End(string how)
    {
        _ended = true;
        _end.TrySetResult(how);
    }

    private void Tell(string what, Action more)
    {
        if (Interlocked.Increment(ref _calls) != 1)
        {
            _violation = $"The output was called from two threads at once; the second told: {what}";
        }

        if (_ended)
        {
            _violation = $"The output was called after the build's end, and told: {what}";
        }

        _told.Enqueue(what);
        more();
        Interlocked.Decrement(ref _calls);
    }

    private TaskCompletionSource Event(string line) =>
        _awaited.GetOrAdd(line, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
