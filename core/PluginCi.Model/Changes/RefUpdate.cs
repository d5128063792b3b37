namespace PluginCi.Model;

/// <summary>A branch or tag at a commit, as something to test that is no change: a merge, a push, a tag, a schedule.</summary>
/// <param name="Project">The project.</param>
/// <param name="Name">The branch or tag, without <c>refs/heads/</c> or <c>refs/tags/</c>.</param>
/// <param name="Old">Where it pointed before; null when it is new, or when nothing moved.</param>
/// <param name="New">The commit to test.</param>
/// <param name="Cause">What made it worth testing.</param>
/// <param name="Occasion">What tells it from another of the same commit and cause, such as the merge of a project it is built from; empty when nothing must.</param>
public sealed record RefUpdate(ProjectName Project, string Name, string? Old, string New, Trigger Cause, string Occasion = "")
{
    /// <summary>What it is built in, because a project that it is built from was merged; null when it is built for another cause.</summary>
    public BuildChain? Chain { get; init; }

    /// <summary>The project and the branch or tag.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ProjectBranch Target => new(Project, Name);
}
