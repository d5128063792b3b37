using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Runs builds on machines that outlive the server.</summary>
internal sealed class LastingExecutor(string name, Machines machines, Power power) : ILastingExecutor
{
    public string Name => name;

    public int Capacity => 4;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunLastingAsync(request, output, CancellationToken.None, cancellationToken);

    public async Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(letGo, cancellationToken);
        return await power.CallAsync(() => machines.RunAsync(request, output, letGo, cancellationToken), ending.Token);
    }
}
