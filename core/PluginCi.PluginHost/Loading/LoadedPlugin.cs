using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>A plugin that was loaded.</summary>
internal sealed class LoadedPlugin(PluginManifest manifest, IPlugin plugin, PluginLoadContext context, Registry registry, Health health)
{
    public PluginManifest Manifest { get; } = manifest;

    public Registry Registry { get; } = registry;

    public Health Health { get; } = health;

    public async Task UnloadAsync()
    {
        if (plugin is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        context.Unload();
    }
}
