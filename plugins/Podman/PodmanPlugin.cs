using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>The entry of the podman plugin: one executor that runs builds in containers on this machine.</summary>
public sealed class PodmanPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        var context = registry.Context;
        registry.AddExecutor(new PodmanExecutor(PodmanSettings.Read(context.Settings), context.DataDirectory, context.Clock));
    }
}
