namespace PluginCi.Git;

/// <summary>Where things are in a mirror.</summary>
internal static class MirrorRefs
{
    /// <summary>The ref of a commit that the mirror has whole, fetched or merged here.</summary>
    /// <remarks>Git writes it last: a fetch that was killed leaves objects, perhaps the commit itself without its files, but no ref.
    /// It also tells the remote what is here already, so that a fetch brings only what is new, and keeps the commit from being cleaned away.</remarks>
    public static string Of(string commit) => $"refs/pluginci/commits/{commit}";
}
