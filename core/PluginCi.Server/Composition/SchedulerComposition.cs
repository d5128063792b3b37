using Microsoft.Extensions.DependencyInjection;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class SchedulerComposition
{
    /// <summary>Adds what the scheduler stands on. The gate service itself also needs an <see cref="IScripts"/>.</summary>
    public static void AddScheduler(IServiceCollection services, ServerOptions options, DataFolder folder)
    {
        AddLive(services, folder);
        services
            .AddSingleton(new GitOptions { Directory = folder.Mirrors })
            .AddSingleton(provider => new SchedulerOptions
            {
                Workspaces = folder.Workspaces,
                ServerUrl = provider.GetRequiredService<ServerAddress>().Url,
                ConfigProject = new ProjectName(options.ConfigProject),
                ConfigBranch = options.ConfigBranch,
                ReconcileInterval = options.ReconcileInterval,
            });
    }

    /// <summary>Adds what pages look at.</summary>
    public static void AddLive(IServiceCollection services, DataFolder folder) =>
        services.AddSingleton(new Board()).AddSingleton(new BuildLogs(folder.BuildLogs));
}
