using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>The variables that GitLab sets by itself, and what is the same here.</summary>
internal static class GitLabVariables
{
    private static readonly ImmutableSortedDictionary<string, string> Same = new Dictionary<string, string>
    {
        ["CI"] = "true",
        ["CI_COMMIT_BRANCH"] = "\"$PLUGINCI_BRANCH\"",
        ["CI_COMMIT_REF_NAME"] = "\"$PLUGINCI_BRANCH\"",
        ["CI_COMMIT_SHA"] = "\"$PLUGINCI_COMMIT\"",
        ["CI_COMMIT_SHORT_SHA"] = "\"$(printf %.8s \"$PLUGINCI_COMMIT\")\"",
        ["CI_COMMIT_TAG"] = "\"${PLUGINCI_REF#refs/tags/}\"",
        ["CI_DEFAULT_BRANCH"] = "main",
        ["CI_JOB_ID"] = "\"$PLUGINCI_BUILD\"",
        ["CI_JOB_NAME"] = "\"$PLUGINCI_JOB\"",
        ["CI_MERGE_REQUEST_IID"] = "\"$PLUGINCI_CHANGE\"",
        ["CI_PROJECT_DIR"] = "\"$PWD\"",
        ["CI_PROJECT_NAME"] = "\"$(basename \"$PLUGINCI_PROJECT\")\"",
        ["CI_PROJECT_PATH"] = "\"$PLUGINCI_PROJECT\"",
    }.ToImmutableSortedDictionary();

    /// <summary>Whether GitLab sets a variable, and the text of a shell that is the same here; null where nothing is.</summary>
    public static (bool IsPredefined, string? Value) Find(string name) =>
        (name.StartsWith("CI_", StringComparison.Ordinal) || name.StartsWith("GITLAB_", StringComparison.Ordinal) || Same.ContainsKey(name), Same.GetValueOrDefault(name));
}
