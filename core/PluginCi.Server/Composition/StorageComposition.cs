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
        var database = resources.Own(() => Database.Open(folder.Database));
        var stores = Stores.Of(database, new BlobStore(folder.Artifacts, TimeProvider.System), new CacheStore(folder.Caches, options.CachesSize, TimeProvider.System));
        if (stores.Gate.FindUnreadable() is { } obstacle)
        {
            throw new ServerStartException($"The database {folder.Database} cannot be used: {obstacle}");
        }

        services
            .AddSingleton(database)
            .AddSingleton(stores)
            .AddSingleton(stores.Gate)
            .AddSingleton(stores.Read)
            .AddSingleton(stores.Site)
            .AddSingleton(stores.Tests)
            .AddSingleton(stores.Artifacts);
    }
}
