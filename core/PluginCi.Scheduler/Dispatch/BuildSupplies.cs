using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What the server makes for one build, on whichever executor: all of it or nothing, and all of it gone when disposed.</summary>
internal sealed class BuildSupplies(Workspace workspace, BuildNetwork? network, BuildCaches caches, BuildHandover handover, BuildRequest request, BuildOutcome? lacking) : IAsyncDisposable
{
    public BuildCaches Caches => caches;

    public BuildHandover Handover => handover;

    /// <summary>The build with all of it.</summary>
    public BuildRequest Request => request;

    /// <summary>How the build ends without running, as something that it is handed cannot be had; null for one that may run.</summary>
    public BuildOutcome? Lacking => lacking;

    /// <summary>Ends its way to the network, and tells what it was used for.</summary>
    public async Task CloseNetworkAsync() => await (network?.DisposeAsync() ?? ValueTask.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        await CloseNetworkAsync();
        workspace.Dispose();
    }
}
