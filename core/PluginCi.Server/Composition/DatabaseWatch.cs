using Microsoft.Extensions.Hosting;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Ends the server when another one has taken its database: it could save nothing any more, and must do nothing of what is not saved.</summary>
internal sealed class DatabaseWatch(Database database, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.WhenTaken.WaitAsync(stoppingToken);
        lifetime.StopApplication();
    }
}
