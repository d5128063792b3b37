using System.Collections.Immutable;
using System.Text.Json;

namespace PluginCi.Plugins.Sandbox;

/// <summary>The plugin's settings, with their defaults.</summary>
internal sealed record SandboxSettings
{
    public int Capacity { get; init; } = 2 * Environment.ProcessorCount;

    public ImmutableArray<string> Labels { get; init; } = [];

    public ImmutableArray<string> ReadOnlyPaths { get; init; } = [];

    public string? Environments { get; init; }

    public int EnvironmentsKeepDays { get; init; } = 30;

    public int EnvironmentsRenewDays { get; init; } = 7;

    public string? DebianMirror { get; init; }

    public ImmutableArray<string> DebianSources { get; init; } = [];

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
        if (settings.TryGetProperty("environments", out var environments))
        {
            read = read with { Environments = RequireAbsolute("environments", environments.GetString() ?? "") };
        }
        if (settings.TryGetProperty("environmentsKeepDays", out var days))
        {
            read = read with { EnvironmentsKeepDays = days.GetInt32() };
        }
        if (settings.TryGetProperty("environmentsRenewDays", out var renew))
        {
            read = read with { EnvironmentsRenewDays = renew.GetInt32() };
        }
        if (settings.TryGetProperty("debianMirror", out var mirror))
        {
            read = read with { DebianMirror = mirror.GetString() };
        }
        if (settings.TryGetProperty("debianSources", out var sources))
        {
            read = read with { DebianSources = [.. sources.EnumerateArray().Select(source => source.GetString() ?? "")] };
        }
        return read;
    }

    private static string RequireAbsolute(string setting, string path) => Path.IsPathRooted(path)
        ? path
        : throw new ArgumentException($"The setting {setting} of the sandbox holds '{path}'; expected absolute paths. Write it from the root, for example /opt/{path}.");
}
