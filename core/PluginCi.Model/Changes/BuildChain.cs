using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What is built, one after the other, because a branch of a project moved.</summary>
/// <param name="Merged">The branch that moved. Those that are built have their branch of the same name built; where they have none and it is a default branch, theirs.</param>
/// <param name="Links">What is built, each project once.</param>
public sealed record BuildChain(ProjectBranch Merged, ImmutableArray<BuildChainLink> Links)
{
    /// <summary>True when <see cref="Merged"/> is the default branch of its project, which the default branches of others are built from.</summary>
    public bool IsFromDefault { get; init; }

    /// <summary>The projects that are built next when one passed, or when it is <see cref="Merged"/> that moved.</summary>
    /// <param name="project">The one.</param>
    /// <returns>The projects, in the order of <see cref="Links"/>.</returns>
    public IEnumerable<ProjectName> After(ProjectName project) => Links.Where(link => link.After == project).Select(link => link.Project);
}

/// <summary>One project of a <see cref="BuildChain"/>.</summary>
/// <param name="Project">The project.</param>
/// <param name="After">The project after which it is built.</param>
public sealed record BuildChainLink(ProjectName Project, ProjectName After);
