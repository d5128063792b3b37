using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PluginCi.Plugin;

/// <summary>What the host gives a plugin at load.</summary>
public sealed record PluginContext
{
    /// <summary>A folder of its own that outlives restarts. Exists already.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The folder it was loaded from, where its own files are.</summary>
    public required string PluginDirectory { get; init; }

    /// <summary>Its settings from <c>pluginci.yaml</c>, already checked against the manifest's <c>settingsSchema</c>; an empty object when there are none.</summary>
    public required JsonElement Settings { get; init; }

    /// <summary>The address people reach the server at, without a slash at the end, for links in messages.</summary>
    public required Uri ServerUrl { get; init; }

    /// <summary>Where it logs.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The only clock it may read.</summary>
    public required TimeProvider Clock { get; init; }
}
