namespace PluginCi.Plugins;

/// <summary>How a plugin is.</summary>
public enum PluginHealth
{
    /// <summary>Its last call went well, or it was not called yet.</summary>
    Healthy,

    /// <summary>Its last call failed; it is called again.</summary>
    Unhealthy,

    /// <summary>It was not loaded.</summary>
    Refused,

    /// <summary>It was not loaded, because nobody wants it: it is named off, or does nothing without settings and has none. Nothing is wrong.</summary>
    Off,
}
