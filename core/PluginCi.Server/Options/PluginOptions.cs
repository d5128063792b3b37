using System.Collections.Immutable;
using System.Text.Json;

namespace PluginCi.Server;

/// <summary>The <c>plugins</c> part of <c>pluginci.yaml</c>.</summary>
public sealed record PluginOptions
{
    /// <summary>
    /// <c>directories</c>: folders whose direct subfolders are plugins. Relative to the folder of the file.
    /// Default: the folder <c>plugins</c> beside the server's program. One that does not exist is an error unless it is the default.
    /// </summary>
    public ImmutableArray<string> Directories { get; init; } = [DefaultDirectory];

    /// <summary><c>off</c>: the ids of plugins that are not used. Default: none.</summary>
    public ImmutableArray<string> Off { get; init; } = [];

    /// <summary><c>settings</c>: what each plugin is told, by its id, in any form; the plugin's manifest says what is valid. Default: nothing.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Settings { get; init; } = ImmutableSortedDictionary<string, JsonElement>.Empty;

    internal static string DefaultDirectory => Path.Combine(AppContext.BaseDirectory, "plugins");
}
