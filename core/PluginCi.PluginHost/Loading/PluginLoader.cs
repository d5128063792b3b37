using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Loads one plugin folder.</summary>
internal sealed class PluginLoader(PluginHostOptions options, ILoggerFactory loggers, TimeProvider clock)
{
    private static readonly JsonElement NoSettings = JsonDocument.Parse("{}").RootElement;

    /// <exception cref="PluginRefusedException">It does not fit, or its entry failed.</exception>
    public async Task<LoadedPlugin> LoadAsync(PluginManifest manifest, string directory)
    {
        var settings = CheckedSettings(manifest);
        var assemblyPath = Path.GetFullPath(Path.Combine(directory, manifest.Entry.Assembly));
        if (!File.Exists(assemblyPath))
        {
            throw new PluginRefusedException($"Plugin '{manifest.Id}' names the assembly {manifest.Entry.Assembly}, which is not in {directory}. Build or unpack the plugin anew.");
        }

        var context = new PluginLoadContext(manifest.Id, assemblyPath);
        try
        {
            var plugin = MakeEntry(manifest, context.LoadFromAssemblyPath(assemblyPath));
            var registry = new Registry(manifest, MakeContext(manifest, directory, settings));
            await RegisterAsync(manifest, plugin, registry);
            registry.CheckComplete();
            return new LoadedPlugin(manifest, plugin, context, registry, new Health());
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    private JsonElement CheckedSettings(PluginManifest manifest)
    {
        var settings = options.Settings.TryGetValue(manifest.Id, out var given) ? given : NoSettings;
        if (manifest.SettingsSchema is { } schema && SettingsCheck.FindError(schema, settings, $"plugins.settings.{manifest.Id}") is { } error)
        {
            throw new PluginRefusedException($"The settings of plugin '{manifest.Id}' are wrong: {error}");
        }

        return settings;
    }

    private static IPlugin MakeEntry(PluginManifest manifest, Assembly assembly)
    {
        var type = assembly.GetType(manifest.Entry.Type)
            ?? throw new PluginRefusedException($"Plugin '{manifest.Id}' names the entry {manifest.Entry.Type}, which {manifest.Entry.Assembly} does not have. Correct {PluginManifest.FileName}.");
        if (!typeof(IPlugin).IsAssignableFrom(type))
        {
            throw new PluginRefusedException($"The entry {manifest.Entry.Type} of plugin '{manifest.Id}' does not implement {typeof(IPlugin).FullName}.");
        }

        return Guarded(manifest, () => (IPlugin)Activator.CreateInstance(type)!);
    }

    private PluginContext MakeContext(PluginManifest manifest, string directory, JsonElement settings) => new()
    {
        DataDirectory = Directory.CreateDirectory(Path.Combine(options.DataDirectory, manifest.Id)).FullName,
        PluginDirectory = Path.GetFullPath(directory),
        Settings = settings,
        ServerUrl = options.ServerUrl,
        Loggers = loggers,
        Clock = clock,
    };

    // A thread of its own, so that an entry that never returns costs a thread and not the server's start.
    private async Task RegisterAsync(PluginManifest manifest, IPlugin plugin, Registry registry)
    {
        var registering = Task.Factory.StartNew(
            () => Guarded(manifest, () => { plugin.Register(registry); return true; }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await registering.WaitAsync(options.RegisterTimeLimit, clock);
        }
        catch (TimeoutException exception)
        {
            throw new PluginRefusedException(
                $"Register of plugin '{manifest.Id}' did not return within {options.RegisterTimeLimit.TotalSeconds} s. It must not wait for anything: connect at the first use.", exception);
        }
    }

    private static T Guarded<T>(PluginManifest manifest, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is not PluginRefusedException)
        {
            var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            throw new PluginRefusedException($"Plugin '{manifest.Id}' failed to start: {cause.Message}", cause);
        }
    }
}
