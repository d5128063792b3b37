using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What one queue is made of.</summary>
public sealed record QueueRules
{
    /// <summary>Its name.</summary>
    public required QueueName Name { get; init; }

    /// <summary>Its projects, in the order of the site.</summary>
    public required ImmutableArray<ProjectName> Projects { get; init; }

    /// <summary>The pipelines of the site.</summary>
    public required ImmutableArray<PipelinePlan> Pipelines { get; init; }

    /// <summary>The pipeline of a name.</summary>
    /// <param name="name">The name; must be one of <see cref="Pipelines"/>.</param>
    /// <returns>The pipeline.</returns>
    public PipelinePlan Pipeline(string name) => Pipelines.First(pipeline => pipeline.Name == name);
}
