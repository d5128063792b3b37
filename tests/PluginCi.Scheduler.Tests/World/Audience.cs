using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Those who read reports. As every reporter must, they know a report by its key and heed it once.</summary>
internal sealed class Audience
{
    private readonly Lock _guard = new();
    private readonly List<Report> _heard = [];
    private readonly Dictionary<string, DateTimeOffset> _times = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Report> Heard
    {
        get
        {
            lock (_guard)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>When a report was heard first.</summary>
    public DateTimeOffset TimeOf(Report report)
    {
        lock (_guard)
        {
            return _times[report.Key];
        }
    }

    public void Hear(Report report)
    {
        lock (_guard)
        {
            if (_heard.All(known => known.Key != report.Key))
            {
                _heard.Add(report);
                _times[report.Key] = TimeProvider.System.GetUtcNow();
            }

            _next.TrySetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until a change has ended in the gate.</summary>
    /// <returns>Its last report.</returns>
    public Task<Report> EndOfAsync(ChangeId change, CancellationToken cancellationToken) =>
        HearAsync(report => report.Change == change && report.Pipeline == "gate" && report.Kind != ReportKind.Start, cancellationToken);

    /// <summary>Waits for a report.</summary>
    /// <returns>The first that is wanted.</returns>
    public async Task<Report> HearAsync(Func<Report, bool> isWanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_guard)
            {
                if (_heard.FirstOrDefault(isWanted) is { } heard)
                {
                    return heard;
                }

                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}
