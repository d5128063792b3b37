using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox;

/// <summary>The entry of the sandbox plugin: one executor that runs builds with bubblewrap on this machine.</summary>
public sealed class SandboxPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        var context = registry.Context;
        registry.AddExecutor(new SandboxExecutor(SandboxSettings.Read(context.Settings), context.DataDirectory, context.Loggers, context.Clock));
    }
}
