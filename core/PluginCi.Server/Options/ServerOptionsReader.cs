using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Storage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Server;

/// <summary>Reads <c>pluginci.yaml</c>.</summary>
public static class ServerOptionsReader
{
    /// <summary>The name that the file usually has.</summary>
    public const string FileName = "pluginci.yaml";

    internal static readonly string[] Keys =
        ["listen", "url", "data", "database", "config-project", "config-branch", "plugins", "secrets", "recipes", "reconcile-interval", "artifacts-kept", "caches-size", "dependencies-size", "stop-grace", "warm-evaluators", "log-level", "log-console"];

    internal static readonly string[] PluginKeys = ["directories", "off", "settings"];

    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    /// <summary>Reads a file. Relative folders in it are relative to its own folder.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The options, valid.</returns>
    /// <exception cref="ServerOptionsException">The file cannot be read, is not YAML, or holds something unknown or invalid.</exception>
    public static ServerOptions Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServerOptionsException(
                [new Diagnostic(path, 0, 0, DiagnosticSeverity.Error, ServerDiagnostics.CannotRead, $"The file cannot be read: {exception.Message}")]);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text; empty gives the defaults.</param>
    /// <param name="path">What diagnostics call the file.</param>
    /// <param name="directory">The folder that relative folders are relative to.</param>
    /// <returns>The options, valid.</returns>
    /// <exception cref="ServerOptionsException">The text is not YAML, or holds something unknown or invalid.</exception>
    public static ServerOptions Parse(string text, string path, string directory)
    {
        ArgumentNullException.ThrowIfNull(text);
        var diagnostics = new List<Diagnostic>();
        var options = Load(text, path, diagnostics) is { } root ? ReadRoot(root, directory) : new ServerOptions();
        return diagnostics.Count == 0 ? options : throw new ServerOptionsException([.. diagnostics.OrderBy(found => (found.Line, found.Column))]);
    }

    private static YamlMap? Load(string text, string path, List<Diagnostic> diagnostics)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            switch (stream.Documents)
            {
                case [] or [{ RootNode: YamlScalarNode { Value: null or "" } }]:
                    return null;
                case [{ RootNode: YamlMappingNode root }]:
                    return new YamlMap(root, path, "", diagnostics);
                default:
                    throw new YamlException(stream.Documents[0].RootNode.Start, stream.Documents[0].RootNode.End, "the file must be one mapping of settings");
            }
        }
        catch (YamlException exception)
        {
            diagnostics.Add(new Diagnostic(
                path, (int)exception.Start.Line, (int)exception.Start.Column, DiagnosticSeverity.Error, ServerDiagnostics.NotYaml, $"This is not the YAML that was expected: {exception.Message}"));
            return null;
        }
    }

    private static ServerOptions ReadRoot(YamlMap root, string directory)
    {
        root.AllowOnly(Keys);
        var defaults = new ServerOptions();
        return new ServerOptions
        {
            Listen = root.Reference("listen", ListenAddress.Parse, ListenAddress.Expected) ?? defaults.Listen,
            Url = root.Reference("url", ParseUrl, "an http or https address without a path, such as https://ci.example.org"),
            Data = Absolute(root.Text("data") ?? defaults.Data, directory),
            Database = ReadDatabase(root),
            ConfigProject = root.Text("config-project") ?? defaults.ConfigProject,
            ConfigBranch = root.Text("config-branch") ?? defaults.ConfigBranch,
            Plugins = root.Map("plugins") is { } plugins ? ReadPlugins(plugins, directory) : defaults.Plugins,
            Secrets = root.Map("secrets") is { } secrets ? SecretOptions.Read(secrets, directory) : defaults.Secrets,
            Recipes = ReadRecipes(root, directory),
            ReconcileInterval = root.Value("reconcile-interval", ParseInterval, "a time from 1s to 1d such as 30s, 5m or 1h") ?? defaults.ReconcileInterval,
            ArtifactsKept = root.Value("artifacts-kept", ParseAge, "a time of 1h or more such as 12h or 30d") ?? defaults.ArtifactsKept,
            StopGrace = root.Value("stop-grace", ParseGrace, "a time from 0s to 1d such as 90s or 20m") ?? defaults.StopGrace,
            CachesSize = root.Value("caches-size", ParseGibibytes, "a number of GiB, 1GiB or more, such as 50GiB") ?? defaults.CachesSize,
            DependenciesSize = root.Value("dependencies-size", ParseGibibytes, "a number of GiB, 1GiB or more, such as 50GiB") ?? defaults.DependenciesSize,
            WarmEvaluators = root.Value("warm-evaluators", ParseWarm, "a number from 0 to 16") ?? defaults.WarmEvaluators,
            LogLevel = root.Value("log-level", ParseLevel, "one of " + string.Join(", ", Levels)) ?? defaults.LogLevel,
            LogConsole = root.Value("log-console", ParseBoolean, "true or false") ?? defaults.LogConsole,
        };
    }

    // What is wrong is not shown: it may hold the password that belongs elsewhere.
    private static string? ReadDatabase(YamlMap root)
    {
        var address = root.Text("database");
        if (address is not null && !PostgresAddress.TryParse(address, out _))
        {
            root.BadValue("database", $"'database' is no address of PostgreSQL. Expected {PostgresAddress.Expected}.");
        }

        return address;
    }

    private static ImmutableArray<string> ReadRecipes(YamlMap root, string directory)
    {
        var folders = root.Texts("recipes")?.Select(folder => Absolute(folder, directory)).ToImmutableArray() ?? [];
        foreach (var missing in folders.Where(folder => !Directory.Exists(folder)))
        {
            root.BadValue("recipes", $"The folder of recipe libraries {missing} does not exist. Make it, or take it out of 'recipes'.");
        }

        return folders;
    }

    private static PluginOptions ReadPlugins(YamlMap plugins, string directory)
    {
        plugins.AllowOnly(PluginKeys);
        var directories = plugins.Texts("directories")?.Select(folder => Absolute(folder, directory)).ToImmutableArray();
        foreach (var missing in (directories ?? []).Where(folder => !Directory.Exists(folder)))
        {
            plugins.BadValue("directories", $"The plugin folder {missing} does not exist. Make it, or take it out of 'plugins.directories'.");
        }

        return new PluginOptions
        {
            Directories = directories ?? new PluginOptions().Directories,
            Off = [.. plugins.Texts("off") ?? []],
            Settings = (plugins.Map("settings")?.Entries() ?? []).ToImmutableSortedDictionary(entry => entry.Key, entry => YamlJson.ToElement(entry.Value)),
        };
    }

    private static Uri? ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { PathAndQuery: "/", Fragment: "" } ? url : null;

    private static TimeSpan? ParseInterval(string text) =>
        DurationText.Parse(text) is { } interval && interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromDays(1) ? interval : null;

    private static TimeSpan? ParseAge(string text) => DurationText.Parse(text) is { } age && age >= TimeSpan.FromHours(1) ? age : null;

    private static TimeSpan? ParseGrace(string text) => DurationText.Parse(text) is { } grace && grace <= TimeSpan.FromDays(1) ? grace : null;

    private static int? ParseWarm(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 16 ? number : null;

    private static long? ParseGibibytes(string text) =>
        text.EndsWith("GiB", StringComparison.Ordinal) && int.TryParse(text[..^3], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? (long)number << 30 : null;

    private static LogLevel? ParseLevel(string text) =>
        Levels.Contains(text) ? Enum.Parse<LogLevel>(text, ignoreCase: true) : null;

    private static bool? ParseBoolean(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    private static string Absolute(string folder, string directory) => Path.GetFullPath(folder, Path.GetFullPath(directory));
}
