using System.Collections.Immutable;
using System.Text.Json;

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

    /// <summary>The address of the mirror that systems are made from; null for Debian's own, with its updates.</summary>
    public string? DebianMirror { get; init; }

    /// <summary>Lines of <c>sources.list</c> that are added to the mirror, with <c>{suite}</c> for the release.</summary>
    public ImmutableArray<string> DebianSources { get; init; } = [];

    /// <summary>Reads settings that the host has checked against the manifest's schema.</summary>
    /// <param name="settings">All settings of the plugin.</param>
    /// <param name="plugin">Its name, for people.</param>
    /// <exception cref="ArgumentException">A path is not absolute.</exception>
    public static EnvironmentSettings Read(JsonElement settings, string plugin)
    {
        var defaults = new EnvironmentSettings();
        return settings.ValueKind != JsonValueKind.Object ? defaults : new EnvironmentSettings
        {
            Folder = Text("environments") is not { } folder || Path.IsPathRooted(folder)
                ? Text("environments")
                : throw new ArgumentException($"The setting environments of {plugin} holds '{folder}'; expected an absolute path. Write it from the root, for example /srv/{folder}."),
            KeepDays = Find("environmentsKeepDays")?.GetInt32() ?? defaults.KeepDays,
            RenewDays = Find("environmentsRenewDays")?.GetInt32() ?? defaults.RenewDays,
            DebianMirror = Text("debianMirror"),
            DebianSources = Find("debianSources") is { } sources ? [.. sources.EnumerateArray().Select(source => source.GetString() ?? "")] : defaults.DebianSources,
        };

        JsonElement? Find(string name) => settings.TryGetProperty(name, out var value) ? value : null;
        string? Text(string name) => Find(name)?.GetString();
    }
}
