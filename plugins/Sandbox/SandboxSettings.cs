using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox;

/// <summary>The plugin's settings, with their defaults.</summary>
internal sealed record SandboxSettings
{
    public int Capacity { get; init; } = 2 * Environment.ProcessorCount;

    public ImmutableArray<string> Labels { get; init; } = [];

    public ImmutableArray<string> ReadOnlyPaths { get; init; } = [];

    public EnvironmentSettings Environments { get; init; } = new();

    /// <summary>Reads settings that the host has checked against the manifest's schema.</summary>
    public static SandboxSettings Read(JsonElement settings)
    {
        var read = new SandboxSettings();
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return read;
        }
        if (settings.TryGetProperty("capacity", out var capacity))
        {
            read = read with { Capacity = capacity.GetInt32() };
        }
        if (settings.TryGetProperty("labels", out var labels))
        {
            read = read with { Labels = [.. labels.EnumerateArray().Select(label => label.GetString() ?? "")] };
        }
        if (settings.TryGetProperty("readOnlyPaths", out var paths))
        {
            read = read with { ReadOnlyPaths = [.. paths.EnumerateArray().Select(path => RequireAbsolute("readOnlyPaths", path.GetString() ?? ""))] };
        }
        return read with { Environments = EnvironmentSettings.Read(settings, "the sandbox") };
    }

    private static string RequireAbsolute(string setting, string path) => Path.IsPathRooted(path)
        ? path
        : throw new ArgumentException($"The setting {setting} of the sandbox holds '{path}'; expected absolute paths. Write it from the root, for example /opt/{path}.");
}
