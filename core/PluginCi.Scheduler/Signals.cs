namespace PluginCi.Scheduler;

/// <summary>Signals that one waiter has for itself. Whoever waits goes on by itself, not within the call that gives the signal.</summary>
/// <remarks>Unlike <c>Task.WaitAsync</c>, a wait stays on the scheduler of tasks that it began on, which tests rely on.</remarks>
internal static class Signals
{
    public static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for the signal. Once the token ended the wait, the signal cannot be given any more.</summary>
    public static async Task WaitAsync(this TaskCompletionSource signal, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.Register(() => signal.TrySetCanceled(cancellationToken));
        await using (registration)
        {
            await signal.Task;
        }
    }

    /// <inheritdoc cref="WaitAsync(TaskCompletionSource, CancellationToken)"/>
    public static async Task<T> WaitAsync<T>(this TaskCompletionSource<T> signal, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.Register(() => signal.TrySetCanceled(cancellationToken));
        await using (registration)
        {
            return await signal.Task;
        }
    }
}
