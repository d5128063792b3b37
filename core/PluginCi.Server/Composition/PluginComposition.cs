using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NLog;
using PluginCi.Plugins;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class PluginComposition
{
    [SuppressMessage("Reliability", "CA2000", Justification = "StartResources owns what is made here.")]
    public static async Task AddPluginsAsync(
        this IServiceCollection services,
        StartResources resources,
        ServerOptions options,
        DataFolder folder,
        ServerAddress address,
        LogFactory log,
        CancellationToken cancellationToken)
    {
        // Plugins are loaded before the services exist, so they log through a factory of their own that writes to the same places.
        var loggers = resources.Own(() => LoggerFactory.Create(logging => logging.AddServerLog(options, log)));
        var host = await PluginHost.LoadAsync(
            new PluginHostOptions
            {
                Directories = options.Plugins.Directories,
                DataDirectory = folder.Plugins,
                ServerUrl = address.Url,
                Off = options.Plugins.Off,
                Settings = options.Plugins.Settings,
            },
            loggers,
            TimeProvider.System,
            cancellationToken);
        resources.Own(() => host);
        services.AddSingleton(host).AddSingleton(new Connections(host.Sources, host.Reporters, host.Notifiers, host.Executors));
    }
}
