using Microsoft.Extensions.Logging;

namespace PluginCi.Dsl.Hosting;

/// <summary>Evaluators that were started before anybody asks, each for one request: no script meets what another one left. Safe to use from any thread.</summary>
internal sealed class WarmEvaluators(ScriptEvaluatorOptions options, ILogger logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<EvaluatorProcess> _waiting_NeedsLock = new();
    private bool _isDisposed_NeedsLock;

    /// <summary>Completes when those that were started wait for their request.</summary>
    public Task WhenWarm
    {
        get
        {
            lock (_lock)
            {
                return Task.WhenAll(_waiting_NeedsLock.Select(waiting => waiting.WhenWarm));
            }
        }
    }

    /// <summary>Takes the one that was started first; it is the caller's then.</summary>
    /// <returns>One that perhaps still warms up, or null when there is none.</returns>
    public EvaluatorProcess? Take()
    {
        lock (_lock)
        {
            while (_waiting_NeedsLock.TryDequeue(out var waiting))
            {
                if (waiting.CanBeAsked)
                {
                    return waiting;
                }

                waiting.Dispose();
            }

            return null;
        }
    }

    /// <summary>Starts as many as are missing; does not wait until they are warm.</summary>
    public void Refill()
    {
        try
        {
            lock (_lock)
            {
                while (!_isDisposed_NeedsLock && _waiting_NeedsLock.Count < options.Warm)
                {
#pragma warning disable CA2000 // It is disposed of by who takes it, or with the others that wait.
                    _waiting_NeedsLock.Enqueue(EvaluatorProcess.Start(options, EvaluatorKind.Warm));
#pragma warning restore CA2000
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // The next script is told the same.
            Log.NotWarmed(logger, exception.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed_NeedsLock = true;
            while (_waiting_NeedsLock.TryDequeue(out var waiting))
            {
                waiting.Dispose();
            }
        }
    }
}
