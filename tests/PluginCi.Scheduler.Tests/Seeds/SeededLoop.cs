using PluginCi.Simulation;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Runs all that a server does on one thread, one step after the other; the dice say which of those that are ready comes next.</summary>
internal sealed class SeededLoop(Dice dice) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Step, object? State)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _hasStrangers;
    private bool _isDropped;

    public bool HasReady => _ready.Count > 0;

    /// <summary>True when something came from another thread, so that the seed does not decide everything.</summary>
    public bool HasStrangers => _hasStrangers;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _hasStrangers = true;
        }
        else if (!_isDropped)
        {
            _ready.Add((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing may block.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Begins something; it goes on by steps.</summary>
    public void Start(Action begin) => Run(_ => begin(), null);

    public void RunOne()
    {
        var place = dice.Roll(_ready.Count);
        var (step, state) = _ready[place];
        _ready.RemoveAt(place);
        Run(step, state);
    }

    /// <summary>Nothing of it ever happens.</summary>
    public void Drop()
    {
        _isDropped = true;
        _ready.Clear();
    }

    private void Run(SendOrPostCallback step, object? state)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            step(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
