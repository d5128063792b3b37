using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>What <c>plugin.json</c> says.</summary>
internal sealed partial record PluginManifest
{
    public const string FileName = "plugin.json";

    public static readonly ImmutableArray<string> KnownCapabilities = ["change-source", "executor", "notifier", "reporter"];

    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Contract { get; init; }

    public required PluginEntry Entry { get; init; }

    public required ImmutableArray<string> Capabilities { get; init; }

    public JsonElement? SettingsSchema { get; init; }

    /// <summary>True when it does nothing without settings, so that it is left out while it has none. Default false.</summary>
    public bool NeedsSettings { get; init; }

    /// <exception cref="PluginRefusedException">The file is not a manifest.</exception>
    public static PluginManifest Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return ModelJson.Read<PluginManifest>(File.ReadAllText(path));
        }
        catch (JsonException exception)
        {
            throw new PluginRefusedException($"{path} is not a valid manifest: {exception.Message}", exception);
        }
    }

    /// <summary>Checks what can be known without loading anything.</summary>
    /// <exception cref="PluginRefusedException">The plugin does not fit this server.</exception>
    public void Check()
    {
        if (!IdForm().IsMatch(Id))
        {
            throw new PluginRefusedException($"The id '{Id}' is not of small letters, digits and '-'. Correct it in {FileName}.");
        }

        if (Capabilities.FirstOrDefault(capability => !KnownCapabilities.Contains(capability)) is { } unknown)
        {
            throw new PluginRefusedException(
                $"Plugin '{Id}' declares the capability '{unknown}', which this server does not know. Known: {string.Join(", ", KnownCapabilities)}.");
        }

        CheckContract();
    }

    private void CheckContract()
    {
        var parts = Contract.Split('.');
        if (parts.Length != 2 || !int.TryParse(parts[0], out var major) || !int.TryParse(parts[1], out var minor))
        {
            throw new PluginRefusedException($"Plugin '{Id}' states the contract '{Contract}'; expected MAJOR.MINOR, for example '{PluginContract.Major}.{PluginContract.Minor}'.");
        }

        var here = $"{PluginContract.Major}.{PluginContract.Minor}";
        if (major < PluginContract.Major)
        {
            throw new PluginRefusedException($"Plugin '{Id}' was built against contract {Contract}, this server needs {here}. Get a newer version of the plugin, or build it anew.");
        }

        if (major > PluginContract.Major || minor > PluginContract.Minor)
        {
            throw new PluginRefusedException($"Plugin '{Id}' needs contract {Contract}, this server has {here}. Get a newer server, or an older version of the plugin.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex IdForm();
}

/// <summary>Where a plugin begins.</summary>
/// <param name="Assembly">The file, in the plugin's folder.</param>
/// <param name="Type">The full name of the class that implements <see cref="IPlugin"/>.</param>
internal sealed record PluginEntry(string Assembly, string Type);
