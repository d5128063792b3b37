using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A build as its executor was asked to run it: enough to run it again elsewhere.</summary>
public sealed record FrozenBuild
{
    /// <summary>Its job.</summary>
    public required JobPlan Plan { get; init; }

    /// <summary>The folder below its workspace that its steps start in, <c>.</c> for the workspace itself.</summary>
    public required string StartIn { get; init; }

    /// <summary>Its environment variables, but those of its services, whose credentials are made for each build.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>What is checked out for it, each into a folder of the project's name below its workspace.</summary>
    public required ImmutableArray<FrozenSource> Sources { get; init; }

    /// <summary>The builds whose artifacts and data it was handed, the nearest first.</summary>
    public required ImmutableArray<FrozenNeed> Needs { get; init; }

    /// <summary>The registries that it has its dependencies from.</summary>
    public required ImmutableArray<RegistryPlan> Registries { get; init; }

    /// <summary>True when all the code that it runs was reviewed.</summary>
    public required bool IsReviewed { get; init; }
}
