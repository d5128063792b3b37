using System.Diagnostics.CodeAnalysis;

namespace PluginCi.Plugins.Environments;

/// <summary>A system that is being made, and the builds that wait for it: each is told all of it, and when the last one leaves it is given up.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing to free, and others may still look at its token.")]
internal sealed class Making
{
    private readonly Lock _lock = new();
    private readonly List<string> _told = [];
    private readonly List<Action<string>> _waiting;
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Task<SystemRoot> _root;

    /// <summary>Starts it, with one who waits.</summary>
    /// <param name="tell">Takes the lines for who waits.</param>
    /// <param name="make">Makes it: tells lines, and ends when it is given up.</param>
    public Making(Action<string> tell, Func<Action<string>, CancellationToken, Task<SystemRoot>> make)
    {
        _waiting = [tell];
        _root = Task.Run(() => make(Tell, _givenUp.Token));
    }

    /// <summary>Done when nothing is left to do of it, however it ended.</summary>
    public Task Ended => _root.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Lets one more wait; what was told until now is told first.</summary>
    /// <param name="tell">Takes the lines for who waits.</param>
    /// <returns>False when it has ended or was given up.</returns>
    public bool TryJoin(Action<string> tell)
    {
        lock (_lock)
        {
            if (_root.IsCompleted || _givenUp.IsCancellationRequested)
            {
                return false;
            }

            _told.ForEach(tell);
            _waiting.Add(tell);
            return true;
        }
    }

    /// <summary>Waits for it; to be called once by each who waits.</summary>
    /// <param name="tell">What it joined with.</param>
    /// <param name="cancellationToken">Ends the wait at once; the making goes on as long as others wait.</param>
    /// <returns>The system.</returns>
    public async Task<SystemRoot> WaitAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        try
        {
            return await _root.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(tell);
        }
    }

    private void Leave(Action<string> tell)
    {
        lock (_lock)
        {
            _waiting.Remove(tell);
            if (_waiting.Count == 0)
            {
                _givenUp.Cancel();
            }
        }
    }

    private void Tell(string line)
    {
        // Under the lock, so that nobody is told anything after it has left.
        lock (_lock)
        {
            _told.Add(line);
            foreach (var tell in _waiting.ToArray())
            {
                tell(line);
            }
        }
    }
}
