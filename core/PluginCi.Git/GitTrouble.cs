namespace PluginCi.Git;

/// <summary>Tells from git's own words whether the same command may succeed later.</summary>
internal static class GitTrouble
{
    // Git has no status codes for these. What is not listed is not transient, so that a wrong address is told at once.
    private static readonly string[] PassingTroubles =
    [
        "Could not resolve host",
        "Temporary failure in name resolution",
        "Connection refused",
        "Connection timed out",
        "Connection reset",
        "Operation timed out",
        "Failed to connect",
        "hung up unexpectedly",
        "early EOF",
        "The requested URL returned error: 5",
        "The requested URL returned error: 429",
        "cannot lock ref",
        ".lock': File exists",
        "No space left on device",
    ];

    public static bool IsTransient(string errors) =>
        // A local path that is no repository also makes the remote end "hang up".
        !errors.Contains("does not appear to be a git repository", StringComparison.Ordinal)
        && Array.Exists(PassingTroubles, trouble => errors.Contains(trouble, StringComparison.Ordinal));

    /// <summary>Whether a remote refused a push because another git process is at the same ref, or was killed there: what it says of the commit is not known yet.</summary>
    public static bool IsLocked(string said) =>
        said.Contains("cannot lock ref", StringComparison.Ordinal) || said.Contains(".lock': File exists", StringComparison.Ordinal);
}
