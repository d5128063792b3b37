using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>One project under gate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connection">The connection of the source plugin that holds it. Default <c>git</c>.</param>
/// <param name="DefaultBranch">The branch used where a change's branch does not exist in it. Default <c>main</c>.</param>
public sealed record ProjectPlan(ProjectName Name, string Connection = "git", string DefaultBranch = "main")
{
    /// <summary>The gate queue it shares with others of the same name, or null for what its groups say.</summary>
    public string? Queue { get; init; }

    /// <summary>The pipelines it takes part in; empty means all.</summary>
    public ImmutableArray<string> Pipelines { get; init; } = [];

    /// <summary>The templates of the site whose jobs it runs beside its own.</summary>
    public ImmutableArray<string> Templates { get; init; } = [];

    /// <summary>True for a project that the site does not name but whose name fits a pattern: nobody but its owners looked at it, so its builds never count as reviewed.</summary>
    public bool IsSelfServed { get; init; }

    /// <summary>True for the project that holds the site: no freeze of the site stops its changes, as one of them ends the freeze.</summary>
    public bool IsConfig { get; init; }

    /// <summary>The projects it is built from: when one of them is merged, or was built for such a merge and passed, it is built and tested as well.</summary>
    public ImmutableArray<BuildAfterPlan> BuildsAfter { get; init; } = [];
}

/// <summary>A project that another one is built from.</summary>
/// <param name="Project">The project that comes first.</param>
/// <param name="BeforeMerge">True when changes of it also run the jobs of the project that is built after it, on their speculative state.
/// Then the two share a queue. Default false: only what is merged is built upon.</param>
public sealed record BuildAfterPlan(ProjectName Project, bool BeforeMerge = false);
