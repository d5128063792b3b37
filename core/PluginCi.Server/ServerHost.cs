using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PluginCi.Server;

/// <summary>Makes servers.</summary>
public static class ServerHost
{
    /// <summary>
    /// Composes a server: takes its data folder, binds its address, opens its database and loads its plugins. It answers once it is started,
    /// and gives everything back when it is disposed. <see cref="ServerAddress"/> among its services says where it is.
    /// </summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The server, not started.</returns>
    /// <exception cref="ServerStartException">It cannot start: the address or the data folder is taken, or an option is invalid.</exception>
    public static Task<WebApplication> BuildAsync(ServerOptions options, CancellationToken cancellationToken) =>
        BuildAsync(options, SchedulerComposition.AddScheduler, cancellationToken);

    [SuppressMessage("Reliability", "CA2000", Justification = "StartResources owns what is made here.")]
    internal static async Task<WebApplication> BuildAsync(
        ServerOptions options, Action<IServiceCollection, ServerOptions, DataFolder> addScheduler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        var resources = new StartResources();
        try
        {
            var folder = resources.Own(() => DataFolder.Take(options.Data));
            var socket = resources.Own(() => ListenSocket.Bind(options.Listen));
            var address = new ServerAddress(socket.Address, options.Url ?? socket.Address);

            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = [] });
            var log = resources.Own(() => LogComposition.Open(options, folder));
            builder.Logging.AddServerLog(options, log);
            builder.WebHost.ListenOn(socket);
            builder.Services.AddSingleton(_ => resources).AddSingleton(options).AddSingleton(address).AddSingleton(folder).AddSingleton(TimeProvider.System);
            builder.Services.AddStorage(resources, options, folder);
            await builder.Services.AddPluginsAsync(resources, options, folder, address, log, cancellationToken);
            addScheduler(builder.Services, options, folder);
            builder.Services.AddWeb();
            var app = builder.Build();
            app.Services.GetRequiredService<StartResources>();
            app.UseWeb(address);
            return app;
        }
        catch
        {
            await resources.DisposeAsync();
            throw;
        }
    }

    private static void Check(ServerOptions options)
    {
        if (!ListenAddress.IsValid(options.Listen))
        {
            throw new ServerStartException($"The server cannot listen on '{options.Listen}': expected {ListenAddress.Expected}.");
        }

        if (options.ReconcileInterval < TimeSpan.FromSeconds(1) || options.ReconcileInterval > TimeSpan.FromDays(1))
        {
            throw new ServerStartException($"The reconcile interval is {options.ReconcileInterval}, expected a time from 1 second to 1 day.");
        }
    }
}
