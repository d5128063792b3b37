using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What the config project's <c>site.csx</c> evaluates to.</summary>
public sealed record SitePlan
{
    /// <summary>The version of the form this plan is written in, see <see cref="Plan.NewestVersion"/>.</summary>
    public int Version { get; init; } = Plan.NewestVersion;

    /// <summary>The projects under gate; names are unique.</summary>
    public required ImmutableArray<ProjectPlan> Projects { get; init; }

    /// <summary>The repo groups; names are unique.</summary>
    public ImmutableArray<GroupPlan> Groups { get; init; } = [];

    /// <summary>The pipelines; names are unique.</summary>
    public required ImmutableArray<PipelinePlan> Pipelines { get; init; }
}

/// <summary>One project under gate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connection">The connection of the source plugin that holds it. Default <c>git</c>.</param>
/// <param name="DefaultBranch">The branch used where a change's branch does not exist in it. Default <c>main</c>.</param>
public sealed record ProjectPlan(ProjectName Name, string Connection = "git", string DefaultBranch = "main");

/// <summary>A repo group: projects that are deployed together and so tested together.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Projects">Its members, two or more, or one that is deployed alone.</param>
/// <param name="Jobs">The jobs that run for a change of any member, on the speculative state of all members.</param>
public sealed record GroupPlan(string Name, ImmutableArray<ProjectName> Projects, ImmutableArray<JobPlan> Jobs);
