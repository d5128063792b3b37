using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Dsl.Hosting;
using PluginCi.Plugins;

namespace PluginCi.Cli;

/// <summary>What lies beside this program, and where it keeps what it may lose.</summary>
internal static class Installation
{
    public static string Plugins => Path.Combine(AppContext.BaseDirectory, "plugins");

    public static string Evaluator => Path.Combine(AppContext.BaseDirectory, "evaluator", "PluginCi.Dsl.Evaluator.dll");

    /// <summary>What jobs of <c>pluginci run</c> keep for later runs.</summary>
    public static string Caches => Path.Combine(Cache, "caches");

    /// <summary>What they fetch from registries.</summary>
    public static string Dependencies => Path.Combine(Cache, "dependencies");

    /// <summary>What they leave for people to look at, each until it runs again.</summary>
    public static string Reports => Path.Combine(Cache, "reports");

    private static string Cache => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "pluginci");

    // What jobs declare is made once for all runs, not for each.
    private static JsonElement OneStore => JsonSerializer.SerializeToElement(new { environments = Path.Combine(Cache, "environments") });

    /// <summary>What evaluates scripts.</summary>
    /// <param name="recipes">Folders with libraries of recipes that scripts may name.</param>
    public static ScriptEvaluator MakeEvaluator(params string[] recipes) => new(
        new ScriptEvaluatorOptions { EvaluatorAssembly = Evaluator, CacheDirectory = Path.Combine(Cache, "plans"), Libraries = RecipeLibraries.Find(recipes) },
        TimeProvider.System,
        NullLogger<ScriptEvaluator>.Instance);

    /// <summary>Loads the plugins with their defaults, and those that are off by default where they are named.</summary>
    public static Task<PluginHost> LoadPluginsAsync(string dataDirectory, CancellationToken cancellationToken, string? named = null) => PluginHost.LoadAsync(
        new PluginHostOptions
        {
            Directories = [Plugins],
            DataDirectory = dataDirectory,
            ServerUrl = new Uri("http://127.0.0.1:8080"),
            Settings = new[] { "sandbox", named }.OfType<string>().Distinct().ToImmutableDictionary(plugin => plugin, _ => OneStore),
        },
        NullLoggerFactory.Instance,
        TimeProvider.System,
        cancellationToken);
}
