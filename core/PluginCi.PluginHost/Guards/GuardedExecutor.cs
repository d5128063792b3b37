using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>An executor behind its guard.</summary>
internal class GuardedExecutor : IExecutor
{
    private readonly IExecutor _inner;

    protected GuardedExecutor(IExecutor inner, CallGuard guard)
    {
        _inner = inner;
        Guard = guard;
        Name = inner.Name;
        Capacity = inner.Capacity;
        Labels = inner.Labels;
    }

    public string Name { get; }

    public int Capacity { get; }

    public ImmutableArray<string> Labels { get; }

    protected CallGuard Guard { get; }

    /// <summary>The guarded executor; it can pause, and its builds outlive the server, when those of the executor do.</summary>
    public static IExecutor Of(IExecutor inner, CallGuard guard) => inner switch
    {
        IPausingExecutor pausing and ILastingExecutor lasting => new PausingAndLasting(pausing, lasting, guard),
        IPausingExecutor pausing => new Pausing(pausing, guard),
        ILastingExecutor lasting => new Lasting(lasting, guard),
        _ => new GuardedExecutor(inner, guard),
    };

    public string? FindObstacle(JobPlan job)
    {
        try
        {
            return _inner.FindObstacle(job);
        }
#pragma warning disable CA1031 // The edge of a plugin.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"Executor '{Name}' failed when it was asked whether it can run job {job.Name}: {exception.Message}";
        }
    }

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        Guard.RunAsync(nameof(RunAsync), () => _inner.RunAsync(request, output, cancellationToken), cancellationToken);

    private Task<BuildOutcome> RunPausingAsync(
        IPausingExecutor inner, BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) =>
        Guard.RunAsync(nameof(IPausingExecutor.RunPausingAsync), () => inner.RunPausingAsync(request, output, pause, cancellationToken), cancellationToken);

    private Task<BuildOutcome> RunLastingAsync(
        ILastingExecutor inner, BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken) =>
        Guard.RunAsync(nameof(ILastingExecutor.RunLastingAsync), () => inner.RunLastingAsync(request, output, letGo, cancellationToken), cancellationToken, letGo);

    private sealed class Pausing(IPausingExecutor inner, CallGuard guard) : GuardedExecutor(inner, guard), IPausingExecutor
    {
        public Task<BuildOutcome> RunPausingAsync(BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) =>
            RunPausingAsync(inner, request, output, pause, cancellationToken);
    }

    private sealed class Lasting(ILastingExecutor inner, CallGuard guard) : GuardedExecutor(inner, guard), ILastingExecutor
    {
        public Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken) =>
            RunLastingAsync(inner, request, output, letGo, cancellationToken);
    }

    private sealed class PausingAndLasting(IPausingExecutor pausing, ILastingExecutor lasting, CallGuard guard) : GuardedExecutor(pausing, guard), IPausingExecutor, ILastingExecutor
    {
        public Task<BuildOutcome> RunPausingAsync(BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) =>
            RunPausingAsync(pausing, request, output, pause, cancellationToken);

        public Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken) =>
            RunLastingAsync(lasting, request, output, letGo, cancellationToken);
    }
}
