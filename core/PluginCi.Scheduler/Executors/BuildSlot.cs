using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Room for one build on an executor; given back when disposed.</summary>
internal sealed class BuildSlot(IExecutor executor, Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public IExecutor Executor { get; } = executor;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
