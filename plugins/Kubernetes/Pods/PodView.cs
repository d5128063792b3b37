namespace PluginCi.Plugins.Kubernetes;

/// <summary>What one build sees of its pod.</summary>
internal sealed class PodView(Action ended) : IDisposable
{
    private readonly Lock _guard = new();
    private TaskCompletionSource<PodState>? _next;
    private PodState? _state;

    /// <summary>The pod; null before anything is known of it.</summary>
    public PodState? State
    {
        get
        {
            lock (_guard)
            {
                return _state;
            }
        }
    }

    /// <summary>Waits until the pod is as wanted.</summary>
    public async Task<PodState> WhenAsync(Func<PodState, bool> isWanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<PodState> next;
            lock (_guard)
            {
                if (_state is { } state && isWanted(state))
                {
                    return state;
                }

                next = (_next ??= new TaskCompletionSource<PodState>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Shows how the pod is now.</summary>
    public void Show(PodState state)
    {
        TaskCompletionSource<PodState>? next;
        lock (_guard)
        {
            _state = state;
            (next, _next) = (_next, null);
        }

        next?.TrySetResult(state);
    }

    public void Dispose() => ended();
}
