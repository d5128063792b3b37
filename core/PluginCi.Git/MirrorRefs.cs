namespace PluginCi.Git;

/// <summary>Where things are in a mirror.</summary>
internal static class MirrorRefs
{
    /// <summary>The remote's branches, as of the last fetch. A fetch rewrites and prunes these.</summary>
    public const string Branches = "refs/remotes/origin/";

    /// <summary>Commits that the gate made and still needs. A fetch never touches these.</summary>
    public const string Kept = "refs/pluginci/keep/";
}
