using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What one queue is made of.</summary>
public sealed record QueueRules
{
    /// <summary>Its name.</summary>
    public required QueueName Name { get; init; }

    /// <summary>Its projects.</summary>
    public required ImmutableSortedDictionary<ProjectName, ProjectPlan> Projects { get; init; }

    /// <summary>The pipelines of the site.</summary>
    public required ImmutableArray<PipelinePlan> Pipelines { get; init; }

    /// <summary>The repo groups of its projects, by name.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<ProjectName>> Groups { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<ProjectName>>.Empty;

    /// <summary>The stops of merges that the site asks for and that may be about its projects.</summary>
    public ImmutableArray<FreezePlan> Freezes { get; init; } = [];

    /// <summary>The projects of the whole site that are built after a project of this queue was merged, and those that are built after these.</summary>
    public ImmutableSortedDictionary<ProjectName, ImmutableArray<ProjectName>> BuiltAfter { get; init; } = ImmutableSortedDictionary<ProjectName, ImmutableArray<ProjectName>>.Empty;

    /// <summary>True when changes that need each other are one item; else they are refused.</summary>
    public bool AllowsCycles { get; init; }

    /// <summary>True when open changes of one topic are one item.</summary>
    public bool UsesTopics { get; init; }

    /// <summary>True when a build whose job and inputs are not changed by a reset is kept.</summary>
    public bool ReusesResults { get; init; }

    /// <summary>
    /// True when a change need not wait for those ahead of it that its <see cref="Footprint"/> does not meet. It still merges only after every job passed on, or has
    /// the same inputs as it passed with on, exactly the state that is merged. Used by probabilistic pipelines; needs <see cref="ReusesResults"/>.
    /// </summary>
    public bool AllowsOvertaking { get; init; }

    /// <summary>The pipeline of a name.</summary>
    /// <param name="name">The name; must be one of <see cref="Pipelines"/>.</param>
    /// <returns>The pipeline.</returns>
    public PipelinePlan Pipeline(string name) => Pipelines.First(pipeline => pipeline.Name == name);

    /// <summary>True when the project is one of the queue's.</summary>
    /// <param name="project">The project.</param>
    /// <returns>Whether it is.</returns>
    public bool Has(ProjectName project) => Projects.ContainsKey(project);

    /// <summary>True when the project is one of the queue's and takes part in a pipeline.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <returns>Whether it does.</returns>
    public bool TakesPart(ProjectName project, string pipeline) =>
        Projects.TryGetValue(project, out var plan) && (plan.Pipelines.IsEmpty || plan.Pipelines.Contains(pipeline));
}
