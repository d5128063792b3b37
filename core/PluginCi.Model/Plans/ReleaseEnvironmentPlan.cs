using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A place that what was built is promoted and deployed to, such as staging or production.</summary>
public sealed record ReleaseEnvironmentPlan
{
    /// <summary>Its name, unique in the site.</summary>
    public required string Name { get; init; }

    /// <summary>Globs of the names of the projects, one or more. Projects that the site does not name by themselves are never among them.</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>The environments that something must have been promoted to before it may be promoted to this one; empty for none.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>Why nothing is deployed to it for now; null when something may be.</summary>
    public string? Hold { get; init; }
}
