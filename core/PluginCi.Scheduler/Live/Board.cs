using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>The newest state of every queue, for everybody who only looks, and a signal when something changed.</summary>
public sealed class Board
{
    private readonly Lock _guard = new();
    private ImmutableSortedDictionary<QueueName, GateState> _states = ImmutableSortedDictionary<QueueName, GateState>.Empty;
    private readonly List<TaskCompletionSource> _waiting = [];
    private ImmutableSortedDictionary<string, string> _warnings = ImmutableSortedDictionary<string, string>.Empty;
    private long _version;

    /// <summary>The states, by queue name.</summary>
    public ImmutableSortedDictionary<QueueName, GateState> States
    {
        get
        {
            lock (_guard)
            {
                return _states;
            }
        }
    }

    /// <summary>What somebody should look at: sentences, by what they are about. Empty when all is well.</summary>
    public ImmutableSortedDictionary<string, string> Warnings
    {
        get
        {
            lock (_guard)
            {
                return _warnings;
            }
        }
    }

    /// <summary>Grows with every change of anything that pages show.</summary>
    public long Version
    {
        get
        {
            lock (_guard)
            {
                return _version;
            }
        }
    }

    /// <summary>Waits until <see cref="Version"/> is past a version; at once when it is already.</summary>
    /// <param name="version">The version that the caller has seen.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The version now.</returns>
    public async Task<long> WaitPastAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = Signals.New();
            lock (_guard)
            {
                if (_version > version)
                {
                    return _version;
                }

                _waiting.Add(next);
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Shows a new state of a queue.</summary>
    /// <param name="state">The state.</param>
    public void Show(GateState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        lock (_guard)
        {
            _states = _states.SetItem(state.Rules.Name, state);
        }

        Touch();
    }

    /// <summary>Raises a warning, replaces it, or takes it back.</summary>
    /// <param name="about">What it is about.</param>
    /// <param name="text">The sentence, or null when all is well again.</param>
    public void Warn(string about, string? text)
    {
        lock (_guard)
        {
            if (_warnings.GetValueOrDefault(about) == text)
            {
                return;
            }

            _warnings = text is null ? _warnings.Remove(about) : _warnings.SetItem(about, text);
        }

        Touch();
    }

    /// <summary>Something changed that is not part of a queue's state: a build started, a plugin fell ill.</summary>
    public void Touch()
    {
        TaskCompletionSource[] woken;
        lock (_guard)
        {
            _version++;
            woken = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var waiter in woken)
        {
            waiter.TrySetResult();
        }
    }
}
