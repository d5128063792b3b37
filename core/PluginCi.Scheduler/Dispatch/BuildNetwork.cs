using System.Collections.Immutable;
using PluginCi.Dependencies;
using PluginCi.Egress;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What one build has of the network.</summary>
/// <param name="proxy">Its proxy.</param>
/// <param name="registries">The registries that it may use.</param>
/// <param name="dependencies">The way to them; null where it has none.</param>
/// <param name="log">Where it is told in the end what came of it.</param>
public sealed class BuildNetwork(EgressProxy proxy, ImmutableArray<RegistryPlan> registries, BuildDependencies? dependencies, IBuildOutput log) : IAsyncDisposable
{
    private bool _isOver;

    /// <summary>Tells a build of it.</summary>
    /// <param name="request">The build.</param>
    /// <param name="folder">The absolute path of a folder for an archive on its way, made for this build alone; whoever calls this removes it.</param>
    /// <returns>The request with its proxy, and with what its package managers have to know.</returns>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    public BuildRequest AddTo(BuildRequest request, string folder)
    {
        ArgumentNullException.ThrowIfNull(request);
        Directory.CreateDirectory(folder);
        var home = Path.Combine(folder, "home.read");

        // The job's own variables win. Files come last, into whatever folders it keeps.
        return request with
        {
            ProxySocket = proxy.Path,
            Environment = DependencySettings.VariablesOf(registries).SetItems(request.Environment),
            Caches = DependencySettings.TryWriteHome(registries, home) ? request.Caches.Add(new CacheFolder { Path = $"{CachePlan.Home}.", Archive = home }) : request.Caches,
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        if (dependencies is not null && !_isOver)
        {
            log.Line(dependencies.Summary);
        }

        _isOver = true;
    }
}
