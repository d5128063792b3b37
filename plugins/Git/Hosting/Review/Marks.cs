namespace PluginCi.Plugins.Git.Review;

/// <summary>The names of single values beside the review state.</summary>
internal static class Marks
{
    /// <summary>The address of the server's pages, without a slash at the end.</summary>
    public const string ServerUrl = "server-url";

    /// <summary>The id of the last event that the server took.</summary>
    public const string Watched = "watched";
}
