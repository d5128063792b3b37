using System.Text.Json;

namespace PluginCi.Plugins;

/// <summary>Where plugins are and what they get.</summary>
public sealed record PluginHostOptions
{
    /// <summary>Folders whose direct subfolders are plugins: those with a <c>plugin.json</c>.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>A folder; each plugin gets a subfolder of its id for data of its own.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>What people reach the server at.</summary>
    public required Uri ServerUrl { get; init; }

    /// <summary>The ids of plugins that are left out. Default: none.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];

    /// <summary>Settings by plugin id; a plugin that is not named gets an empty object.</summary>
    public IReadOnlyDictionary<string, JsonElement> Settings { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>How long a call of a plugin may take; builds and event streams have lives of their own. Default 30 seconds.</summary>
    public TimeSpan CallTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>Register</c> may take. Default 10 seconds.</summary>
    public TimeSpan RegisterTimeLimit { get; init; } = TimeSpan.FromSeconds(10);
}
