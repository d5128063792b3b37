using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>So many workers, each with one build at a time; what waits starts by its priority.</summary>
internal sealed class WorkerPool(int workers)
{
    private readonly SortedSet<(int Priority, long Number, BuildId Build)> _waiting = [];
    private readonly Dictionary<BuildId, (int Priority, long Number, BuildId Build)> _waitingBy = [];
    private readonly SortedSet<(double End, long Number, BuildId Build)> _running = [];
    private readonly Dictionary<BuildId, (double End, long Number, BuildId Build)> _runningBy = [];
    private long _number;

    public int Busy => _running.Count;

    public int Started { get; private set; }

    public int Aborted { get; private set; }

    /// <summary>When the next build ends; null when none runs.</summary>
    public double? NextEnd => _running.Count == 0 ? null : _running.Min.End;

    public void Ask(BuildId build, int priority) => _waiting.Add(_waitingBy[build] = (priority, ++_number, build));

    public void Cancel(BuildId build)
    {
        if (_waitingBy.Remove(build, out var waiting))
        {
            _waiting.Remove(waiting);
        }
        else if (_runningBy.Remove(build, out var running))
        {
            _running.Remove(running);
            Aborted++;
        }
    }

    public (BuildId Build, double At) End()
    {
        var (end, _, build) = _running.Min;
        _running.Remove(_running.Min);
        _runningBy.Remove(build);
        return (build, end);
    }

    public void Start(double now, Func<BuildId, double> minutesOf)
    {
        while (_running.Count < workers && _waiting.Count > 0)
        {
            var next = _waiting.Min;
            _waiting.Remove(next);
            _waitingBy.Remove(next.Build);
            _running.Add(_runningBy[next.Build] = (now + minutesOf(next.Build), ++_number, next.Build));
            Started++;
        }
    }
}
