namespace PluginCi.Plugin;

/// <summary>The entry of a plugin: the one class that <c>plugin.json</c> names.</summary>
/// <remarks>It has a public constructor without parameters. It is made once per load. When it implements
/// <see cref="IAsyncDisposable"/> it is disposed before the plugin is unloaded.</remarks>
public interface IPlugin
{
    /// <summary>Registers every capability that the manifest declares. Called once, at load, before anything else of the plugin.</summary>
    /// <param name="registry">Where to register; valid only during the call.</param>
    /// <remarks>It must return within seconds and do no network call: connect in the background or at the first use.
    /// An exception refuses the plugin.</remarks>
    void Register(IPluginRegistry registry);
}
