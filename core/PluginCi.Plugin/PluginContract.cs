namespace PluginCi.Plugin;

/// <summary>The version of these contracts. A plugin states in <c>plugin.json</c> which one it was built against.</summary>
public static class PluginContract
{
    /// <summary>Raised when a member changes or goes; a plugin of another major version is refused.</summary>
    public const int Major = 1;

    /// <summary>Raised when a member comes; a plugin that needs a newer minor version is refused.</summary>
    public const int Minor = 9;
}
