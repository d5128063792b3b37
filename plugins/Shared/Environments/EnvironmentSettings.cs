using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Plugins.Environments;

/// <summary>The settings about systems that builds declare, with their defaults: the same keys in each plugin that makes them.</summary>
internal sealed record EnvironmentSettings
{
    /// <summary>The absolute path of the folder for systems; null for one in the plugin's data.</summary>
    public string? Folder { get; init; }

    /// <summary>After how many days without use a system is removed. 2 or more.</summary>
    public int KeepDays { get; init; } = 30;

    /// <summary>After how many days its packages are asked for again. 1 or more.</summary>
    public int RenewDays { get; init; } = 7;

    /// <summary>How long the making of one system may take. More than zero.</summary>
    public TimeSpan MakingLimit { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How many bytes all systems may take; above it the least recently used ones are removed. More than zero.</summary>
    public long MostBytes { get; init; } = 40L << 30;

    /// <summary>The address of the mirror that systems are made from; null for Debian's own, with its updates.</summary>
    public string? DebianMirror { get; init; }

    /// <summary>Lines of <c>sources.list</c> that are added to the mirror, with <c>{suite}</c> for the release.</summary>
    public ImmutableArray<string> DebianSources { get; init; } = [];

    /// <summary>The absolute path of a file with credentials for registries, as <c>skopeo login --authfile</c> writes it; null for what skopeo and podman find by themselves.</summary>
    public string? RegistryAuthFile { get; init; }

    /// <summary>The absolute path of a <c>registries.conf</c>: mirrors, and registries without TLS; null for the machine's.</summary>
    public string? RegistriesFile { get; init; }

    /// <summary>The registries that builds may take images from, each with or without the first parts of a name; empty for all.</summary>
    public ImmutableArray<string> Registries { get; init; } = [];

    /// <summary>What tells skopeo of <see cref="RegistriesFile"/>, before its command.</summary>
    public IEnumerable<string> RegistriesOptions => RegistriesFile is { } file ? ["--registries-conf", file] : [];

    /// <summary>What tells skopeo and podman of <see cref="RegistryAuthFile"/>, behind the command.</summary>
    public IEnumerable<string> CredentialsOptions => RegistryAuthFile is { } file ? ["--authfile", file] : [];

    /// <summary>Looks whether builds may use an image.</summary>
    /// <param name="image">The image.</param>
    /// <exception cref="EnvironmentException">They may not.</exception>
    public void RequireAllowed(ImagePlan image)
    {
        if (!Registries.IsEmpty && !Registries.Any(registry => image.Reference.StartsWith(registry.TrimEnd('/') + "/", StringComparison.Ordinal)))
        {
            throw new EnvironmentException($"{image} is of no registry that builds may use here. They may use: {string.Join(", ", Registries)}.");
        }
    }

    /// <summary>Reads settings that the host has checked against the manifest's schema.</summary>
    /// <param name="settings">All settings of the plugin.</param>
    /// <param name="plugin">Its name, for people.</param>
    /// <exception cref="ArgumentException">A path is not absolute.</exception>
    public static EnvironmentSettings Read(JsonElement settings, string plugin)
    {
        var defaults = new EnvironmentSettings();
        return settings.ValueKind != JsonValueKind.Object ? defaults : new EnvironmentSettings
        {
            Folder = AbsolutePath("environments"),
            KeepDays = Find("environmentsKeepDays")?.GetInt32() ?? defaults.KeepDays,
            RenewDays = Find("environmentsRenewDays")?.GetInt32() ?? defaults.RenewDays,
            MakingLimit = Find("environmentsMinutes") is { } minutes ? TimeSpan.FromMinutes(minutes.GetInt32()) : defaults.MakingLimit,
            MostBytes = Find("environmentsGiB") is { } gibibytes ? gibibytes.GetInt64() << 30 : defaults.MostBytes,
            DebianMirror = Text("debianMirror"),
            DebianSources = Texts("debianSources"),
            Registries = Texts("registries"),
            RegistryAuthFile = AbsolutePath("registryAuthFile"),
            RegistriesFile = AbsolutePath("registriesFile"),
        };

        JsonElement? Find(string name) => settings.TryGetProperty(name, out var value) ? value : null;
        string? AbsolutePath(string name) => Text(name) is not { } path || Path.IsPathRooted(path)
            ? Text(name)
            : throw new ArgumentException($"The setting {name} of {plugin} holds '{path}'; expected an absolute path. Write it from the root, for example /srv/{path}.");
        ImmutableArray<string> Texts(string name) => Find(name) is { } texts ? [.. texts.EnumerateArray().Select(text => text.GetString() ?? "")] : [];
        string? Text(string name) => Find(name)?.GetString();
    }
}
