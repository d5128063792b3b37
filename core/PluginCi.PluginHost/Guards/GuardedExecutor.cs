using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>An executor behind its guard.</summary>
internal sealed class GuardedExecutor(IExecutor inner, CallGuard guard) : IExecutor
{
    public string Name { get; } = inner.Name;

    public int Capacity { get; } = inner.Capacity;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        guard.RunAsync(nameof(RunAsync), () => inner.RunAsync(request, output, cancellationToken), cancellationToken);
}
