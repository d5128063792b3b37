using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Podman;

/// <summary>The plugin's settings, with their defaults.</summary>
internal sealed record PodmanSettings
{
    public string? Image { get; init; }

    public int Capacity { get; init; } = 2 * Environment.ProcessorCount;

    public ImmutableArray<string> Labels { get; init; } = [];

    public string? Runtime { get; init; }

    public string? Storage { get; init; }

    public EnvironmentSettings Environments { get; init; } = new();

    /// <summary>Reads settings that the host has checked against the manifest's schema.</summary>
    public static PodmanSettings Read(JsonElement settings)
    {
        var read = new PodmanSettings
        {
            Image = Text(settings, "image"),
            Runtime = Text(settings, "runtime"),
            Storage = Text(settings, "storage"),
            Labels = Texts(settings, "labels"),
            Environments = EnvironmentSettings.Read(settings, "podman"),
        };
        if (read.Image is "" || read.Image?.StartsWith('-') == true)
        {
            throw new ArgumentException($"The setting image of podman is '{read.Image}'; expected the name of an image, for example localhost/ci:1.");
        }

        if (read.Storage is { } storage && !Path.IsPathRooted(storage))
        {
            throw new ArgumentException($"The setting storage of podman is '{storage}'; expected an absolute path. Write it from the root, for example /srv/{storage}.");
        }

        return settings.TryGetProperty("capacity", out var capacity) ? read with { Capacity = capacity.GetInt32() } : read;
    }

    private static ImmutableArray<string> Texts(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(text => text.GetString() ?? "")] : [];

    private static string? Text(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? value.GetString() : null;
}
