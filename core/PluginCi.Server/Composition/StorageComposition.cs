using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

internal static class StorageComposition
{
    [SuppressMessage("Reliability", "CA2000", Justification = "StartResources owns what is made here.")]
    public static void AddStorage(this IServiceCollection services, StartResources resources, ServerOptions options, DataFolder folder)
    {
        var place = options.Database ?? folder.Database;
        var database = resources.Own(() => Open(place));
        var stores = Stores.Of(database, new BlobStore(folder.Artifacts, TimeProvider.System), new CacheStore(folder.Caches, options.CachesSize, TimeProvider.System));
        if (stores.Gate.FindUnreadable() is { } obstacle)
        {
            throw new ServerStartException($"The database {place} cannot be used: {obstacle}");
        }

        services
            .AddSingleton(database)
            .AddSingleton(stores)
            .AddSingleton(stores.Gate)
            .AddSingleton(stores.Read)
            .AddSingleton(stores.Site)
            .AddSingleton(stores.Tests)
            .AddSingleton(stores.Artifacts)
            .AddSingleton(stores.Releases)
            .AddHostedService<DatabaseWatch>();
    }

    private static Database Open(string place)
    {
        try
        {
            return Database.Open(place);
        }
        catch (Exception exception) when (exception is InvalidOperationException or DbException)
        {
            throw new ServerStartException(exception.Message, exception);
        }
    }
}
