using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>What GitHub calls things, and what is the same here.</summary>
internal static class GitHubWords
{
    private static readonly ImmutableSortedDictionary<string, string> Same = new Dictionary<string, string>
    {
        ["CI"] = "true",
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_BASE_REF"] = "\"$PLUGINCI_BRANCH\"",
        ["GITHUB_JOB"] = "\"$PLUGINCI_JOB\"",
        ["GITHUB_REF"] = "\"${PLUGINCI_REF:-refs/heads/$PLUGINCI_BRANCH}\"",
        ["GITHUB_REF_NAME"] = "\"$PLUGINCI_BRANCH\"",
        ["GITHUB_REPOSITORY"] = "\"$PLUGINCI_PROJECT\"",
        ["GITHUB_RUN_ID"] = "\"$PLUGINCI_BUILD\"",
        ["GITHUB_SHA"] = "\"$PLUGINCI_COMMIT\"",
        ["GITHUB_WORKSPACE"] = "\"$PWD\"",
        ["RUNNER_OS"] = "Linux",
        ["RUNNER_TEMP"] = "/tmp",
    }.ToImmutableSortedDictionary();

    /// <summary>Whether GitHub sets a variable, and the text of a shell that is the same here; null where nothing is.</summary>
    public static (bool IsPredefined, string? Value) Find(string name) =>
        (name.StartsWith("GITHUB_", StringComparison.Ordinal) || name.StartsWith("RUNNER_", StringComparison.Ordinal) || Same.ContainsKey(name), Same.GetValueOrDefault(name));

    public static string Event(Occasion occasion) => occasion switch
    {
        Occasion.MergeRequest => "pull_request",
        Occasion.Branch or Occasion.DefaultBranch or Occasion.Tag => "push",
        Occasion.Schedule => "schedule",
        Occasion.Manual => "workflow_dispatch",
    };

    public static string Ref(Occasion occasion) => occasion switch
    {
        Occasion.MergeRequest => "refs/pull/1/merge",
        Occasion.Branch => "refs/heads/a-branch-of-a-change",
        Occasion.Tag => "refs/tags/v1.0.0",
        Occasion.DefaultBranch or Occasion.Schedule or Occasion.Manual => "refs/heads/" + Occasions.DefaultBranch,
    };
}
