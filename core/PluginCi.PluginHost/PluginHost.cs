using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>The loaded plugins, each in a world of its own, each behind a guard.</summary>
public sealed class PluginHost : IAsyncDisposable
{
    private readonly List<LoadedPlugin> _loaded = [];
    private readonly List<(string Directory, LoadedPlugin? Plugin, PluginStatus Refusal)> _folders = [];
    private readonly PluginHostOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;

    private PluginHost(PluginHostOptions options, ILoggerFactory loggers, TimeProvider clock)
    {
        _options = options;
        _loggers = loggers;
        _logger = loggers.CreateLogger<PluginHost>();
        _clock = clock;
    }

    /// <summary>The guarded change sources of all plugins.</summary>
    public IReadOnlyList<IChangeSource> Sources { get; private set; } = [];

    /// <summary>The guarded reporters of all plugins.</summary>
    public IReadOnlyList<IReporter> Reporters { get; private set; } = [];

    /// <summary>The guarded notifiers of all plugins; connections are unique.</summary>
    public IReadOnlyList<INotifier> Notifiers { get; private set; } = [];

    /// <summary>The guarded executors of all plugins.</summary>
    public IReadOnlyList<IExecutor> Executors { get; private set; } = [];

    /// <summary>How every plugin folder is now, loaded or refused, in the order they were found.</summary>
    public IReadOnlyList<PluginStatus> Plugins =>
        [.. _folders.Select(folder => folder.Plugin is { } plugin ? folder.Refusal with { Health = plugin.Health.State, Message = plugin.Health.Message } : folder.Refusal)];

    /// <summary>Reads all manifests, and loads what fits. A plugin that does not fit or fails is refused and stops no other.</summary>
    /// <param name="options">Where plugins are.</param>
    /// <param name="loggers">Where to log.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the call between two plugins.</param>
    /// <returns>The host.</returns>
    public static async Task<PluginHost> LoadAsync(
        PluginHostOptions options, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = new PluginHost(options, loggers, clock);
        foreach (var directory in options.Directories.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.Exists(Path.Combine(directory, PluginManifest.FileName)))
            {
                await host.AddAsync(directory);
            }
        }

        host.Sources = [.. host._loaded.SelectMany(plugin => plugin.Registry.Sources.Select(source => new GuardedSource(source, host.GuardOf(plugin))))];
        host.Reporters = [.. host._loaded.SelectMany(plugin => plugin.Registry.Reporters.Select(reporter => new GuardedReporter(reporter, host.GuardOf(plugin))))];
        host.Notifiers = [.. host._loaded.SelectMany(plugin => plugin.Registry.Notifiers.Select(notifier => new GuardedNotifier(notifier, host.GuardOf(plugin))))];
        host.Executors = [.. host._loaded.SelectMany(plugin => plugin.Registry.Executors.Select(executor => GuardedExecutor.Of(executor, host.GuardOf(plugin))))];
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Sources = [];
        Reporters = [];
        Notifiers = [];
        Executors = [];
        _folders.Clear();
        foreach (var plugin in _loaded)
        {
            await plugin.UnloadAsync();
        }

        _loaded.Clear();
    }

    private async Task AddAsync(string directory)
    {
        PluginManifest? manifest = null;
        try
        {
            manifest = PluginManifest.Read(directory);
            manifest.Check();
            CheckIdIsFree(manifest, directory);
            if (WhyOff(manifest) is { } reason)
            {
                _folders.Add((directory, null, Describe(manifest, directory, PluginHealth.Off, reason)));
                return;
            }

            var plugin = await new PluginLoader(_options, _loggers, _clock).LoadAsync(manifest, directory);
            await CheckConnectionsAreFreeAsync(plugin);
            _loaded.Add(plugin);
            _folders.Add((directory, plugin, Describe(manifest, directory, PluginHealth.Healthy, "")));
            Log.Loaded(_logger, manifest.Id, manifest.Version, string.Join(", ", manifest.Capabilities));
        }
        catch (Exception exception) when (exception is PluginRefusedException or IOException or UnauthorizedAccessException or BadImageFormatException or TypeLoadException)
        {
            _folders.Add((directory, null, Describe(manifest, directory, PluginHealth.Refused, exception.Message)));
            Log.Refused(_logger, directory, exception.Message);
        }
    }

    /// <summary>Null when it is to be loaded.</summary>
    private string? WhyOff(PluginManifest manifest) =>
        _options.Off.Contains(manifest.Id) ? "It is named in plugins.off."
        : manifest.NeedsSettings && !_options.Settings.ContainsKey(manifest.Id) ? $"It is used when plugins.settings.{manifest.Id} says how; see its README."
        : null;

    private void CheckIdIsFree(PluginManifest manifest, string directory)
    {
        var other = _folders.FirstOrDefault(folder => folder.Plugin?.Manifest.Id == manifest.Id);
        if (other.Plugin is not null)
        {
            throw new PluginRefusedException($"The id '{manifest.Id}' of {directory} is taken by {other.Directory}. Remove one of the two.");
        }
    }

    // What may be a source and a notifier at once is one review system.
    private async Task CheckConnectionsAreFreeAsync(LoadedPlugin plugin)
    {
        var clash = FindClash(plugin, registry => registry.Sources.Select(source => source.Connection)) ?? FindClash(plugin, registry => registry.Notifiers.Select(notifier => notifier.Connection));
        if (clash is (var other, var connection))
        {
            await plugin.UnloadAsync();
            throw new PluginRefusedException(other == plugin.Manifest.Id
                ? $"Plugin '{other}' provides connection '{connection}' twice. Give one of the two another name in its settings."
                : $"Plugins '{other}' and '{plugin.Manifest.Id}' both provide connection '{connection}'. Give one of them another name in its settings.");
        }
    }

    private (string Plugin, string Connection)? FindClash(LoadedPlugin plugin, Func<Registry, IEnumerable<string>> connectionsOf) => _loaded.Append(plugin)
        .SelectMany(loaded => connectionsOf(loaded.Registry), (loaded, connection) => (Plugin: loaded.Manifest.Id, Connection: connection))
        .GroupBy(one => one.Connection).Where(same => same.Count() > 1).Select(same => ((string, string)?)same.First()).FirstOrDefault();

    private CallGuard GuardOf(LoadedPlugin plugin) =>
        new(plugin.Manifest.Id, _options.CallTimeLimit, plugin.Health, _clock, _logger);

    private static PluginStatus Describe(PluginManifest? manifest, string directory, PluginHealth health, string message) => new(
        manifest?.Id ?? Path.GetFileName(directory),
        manifest?.Version ?? "",
        manifest?.Contract ?? "",
        manifest?.Capabilities ?? ImmutableArray<string>.Empty,
        health,
        message,
        directory);
}
