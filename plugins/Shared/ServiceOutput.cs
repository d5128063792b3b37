using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>What one service prints: told as its own, up to a limit; its last lines are kept for a message.</summary>
internal sealed class ServiceOutput(string service, long limit, IBuildOutput output) : IBuildOutput
{
    private const int MostLast = 5;
    private const int LongestLast = 500;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private bool _isFull;

    /// <summary>Its last lines in one, each cut after some hundred letters.</summary>
    public string Last
    {
        get
        {
            lock (_lock)
            {
                return string.Join(" / ", _last);
            }
        }
    }

    public void StepStarted(int index, string title)
    {
    }

    public void Line(string line)
    {
        output.ServiceLine(service, line);
        lock (_lock)
        {
            _last.Enqueue(line.Length > LongestLast ? line[..LongestLast] + "…" : line);
            if (_last.Count > MostLast)
            {
                _last.Dequeue();
            }
        }
    }

    /// <summary>Says once that the rest is left out.</summary>
    public void TellFull()
    {
        if (!_isFull)
        {
            _isFull = true;
            output.ServiceLine(service, FormattableString.Invariant($"== what it prints after {limit} bytes is left out"));
        }
    }
}
