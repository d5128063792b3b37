using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>What is known of pipelines of GitLab by why they run, and what pipelines of a site stand for them.</summary>
internal static class Occasions
{
    public const string DefaultBranch = "main";

    public const string AnyTag = "\uE002tag";

    /// <summary>What default branches are usually called.</summary>
    public static readonly ImmutableArray<string> DefaultNames = [DefaultBranch, "master", "trunk"];

    public static readonly ImmutableArray<Occasion> All = [.. Enum.GetValues<Occasion>()];

    /// <summary>The pipelines that test changes before they are merged.</summary>
    public static readonly ImmutableArray<string> BeforeMerge = ["check", "gate"];

    public static bool IsBeforeMerge(Occasion occasion) => occasion is Occasion.MergeRequest or Occasion.Branch;

    /// <summary>Whether two names are of the same branch, where either may be what default branches are usually called.</summary>
    public static bool SameRef(string? one, string? other) => one == other || (DefaultNames.Contains(one ?? "") && DefaultNames.Contains(other ?? ""));

    /// <summary>The pipeline of the site for what is not tested before a merge.</summary>
    public static FoundPipeline PipelineOf(Occasion occasion) => occasion switch
    {
        Occasion.MergeRequest or Occasion.Branch => new("check", ".Independent().On(Patchset, Recheck).Votes(success: 1, failure: -1)"),
        Occasion.DefaultBranch => new("post", ".Supercedent().On(RefUpdated)"),
        Occasion.Tag => new("release", ".Independent().On(Tag)"),
        Occasion.Schedule => new("nightly", ".Independent().Schedule(\"0 0 3 * * ?\").LowPrecedence()"),
        Occasion.Manual => new("manual", ".Independent().On(Manual)"),
    };

    /// <summary>The gate, as every site has it that says nothing else.</summary>
    public static FoundPipeline Gate { get; } = new("gate", ".Dependent().On(Approved).RequireApproval().Votes(2, -2).ReportStart().Submits().HighPrecedence().Supercedes(\"check\")");

    /// <summary>The value of a variable of GitLab.</summary>
    /// <param name="occasion">Why the pipeline runs.</param>
    /// <param name="name">The variable.</param>
    public static (bool IsKnown, string? Value) Variable(Occasion occasion, string name) => name switch
    {
        "CI" or "GITLAB_CI" => (true, "true"),
        "CI_PIPELINE_SOURCE" => (true, Source(occasion)),
        "CI_DEFAULT_BRANCH" => (true, DefaultBranch),
        "CI_MERGE_REQUEST_IID" or "CI_MERGE_REQUEST_ID" => (true, occasion == Occasion.MergeRequest ? "1" : null),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME" => (true, occasion == Occasion.MergeRequest ? DefaultBranch : null),
        "CI_OPEN_MERGE_REQUESTS" => (true, null),
        "CI_COMMIT_TAG" => (true, occasion == Occasion.Tag ? AnyTag : null),
        "CI_COMMIT_BRANCH" => (true, Branch(occasion)),
        "CI_COMMIT_REF_NAME" => (occasion != Occasion.MergeRequest, occasion == Occasion.Tag ? AnyTag : Branch(occasion)),
        "CI_COMMIT_REF_PROTECTED" => (true, IsBeforeMerge(occasion) ? "false" : "true"),
        _ => (false, null),
    };

    private static string? Branch(Occasion occasion) => occasion switch
    {
        Occasion.MergeRequest or Occasion.Tag => null,
        Occasion.Branch => "a-branch-of-a-change",
        Occasion.DefaultBranch or Occasion.Schedule or Occasion.Manual => DefaultBranch,
    };

    private static string Source(Occasion occasion) => occasion switch
    {
        Occasion.MergeRequest => "merge_request_event",
        Occasion.Branch or Occasion.DefaultBranch or Occasion.Tag => "push",
        Occasion.Schedule => "schedule",
        Occasion.Manual => "web",
    };
}
