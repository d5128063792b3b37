using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PluginCi.Dsl.Hosting;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class SchedulerComposition
{
    private static string Evaluator => Path.Combine(AppContext.BaseDirectory, "evaluator", "PluginCi.Dsl.Evaluator.dll");

    // Builds that are cancelled, and what is being written, end within seconds.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    /// <summary>Adds the gate with all it stands on.</summary>
    public static void AddScheduler(IServiceCollection services, ServerOptions options, DataFolder folder)
    {
        AddLive(services, folder);
        services
            .AddSingleton(provider => new SchedulerOptions
            {
                Workspaces = folder.Workspaces,
                Sockets = folder.Sockets,
                ServerUrl = provider.GetRequiredService<ServerAddress>().Url,
                ConfigProject = new ProjectName(options.ConfigProject),
                ConfigBranch = options.ConfigBranch,
                ReconcileInterval = options.ReconcileInterval,
                ArtifactsKept = options.ArtifactsKept,
                Dependencies = folder.Dependencies,
                DependenciesSize = options.DependenciesSize,
                Secrets = options.Secrets,
                StopGrace = options.StopGrace,
            })
            .AddSingleton<IGitMirrors>(provider => provider.GetRequiredService<GitMirrors>())
            .AddSingleton(new ScriptEvaluatorOptions { EvaluatorAssembly = Evaluator, CacheDirectory = folder.Plans, Warm = options.WarmEvaluators, Libraries = RecipeLibraries.Find(options.Recipes) })
            .AddSingleton<ScriptEvaluator>()
            .AddSingleton<IScripts, SandboxedScripts>()
            .AddSingleton<GateService>()
            .AddSingleton(provider => provider.GetRequiredService<GateService>().Operators)
            .AddSingleton(provider => provider.GetRequiredService<GateService>().Executors)
            .AddSingleton(provider => provider.GetRequiredService<GateService>().FrozenBuilds)
            .Configure<HostOptions>(host => host.ShutdownTimeout = options.StopGrace + TimeToStop)
            .AddHostedService(provider => provider.GetRequiredService<GateService>());
    }

    /// <summary>Adds what pages look at.</summary>
    public static void AddLive(IServiceCollection services, DataFolder folder) =>
        services.AddSingleton(new Board()).AddSingleton(new BuildLogs(folder.BuildLogs)).AddSingleton(new GitOptions { Directory = folder.Mirrors }).AddSingleton<GitMirrors>();
}
