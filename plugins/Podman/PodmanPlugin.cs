using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>The entry of the podman plugin: one executor that runs builds in containers on this machine.</summary>
public sealed class PodmanPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        var context = registry.Context;
#pragma warning disable CA2000 // It lives as long as the server.
        registry.AddExecutor(new PodmanExecutor(PodmanSettings.Read(context.Settings), context.DataDirectory, context.Clock));
#pragma warning restore CA2000
    }
}
