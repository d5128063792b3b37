using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The entry of the Kubernetes plugin: one executor whose builds are pods.</summary>
public sealed class KubernetesPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        var context = registry.Context;
        var settings = KubernetesSettings.Read(context.Settings);
#pragma warning disable CA2000 // It lives as long as the server.
        registry.AddExecutor(new KubernetesExecutor(
            settings, ClusterAccess.Find(settings), context.DataDirectory, context.Clock, context.Loggers.CreateLogger<KubernetesExecutor>()));
#pragma warning restore CA2000
    }
}
