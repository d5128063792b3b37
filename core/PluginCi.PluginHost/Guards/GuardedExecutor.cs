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

    /// <summary>The guarded executor; it can pause when the executor can.</summary>
    public static IExecutor Of(IExecutor inner, CallGuard guard) =>
        inner is IPausingExecutor pausing ? new Pausing(pausing, guard) : new GuardedExecutor(inner, guard);

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

    private sealed class Pausing : GuardedExecutor, IPausingExecutor
    {
        private readonly IPausingExecutor _pausing;

        public Pausing(IPausingExecutor inner, CallGuard guard)
            : base(inner, guard) => _pausing = inner;

        public Task<BuildOutcome> RunPausingAsync(
            BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) =>
            Guard.RunAsync(nameof(RunPausingAsync), () => _pausing.RunPausingAsync(request, output, pause, cancellationToken), cancellationToken);
    }
}
