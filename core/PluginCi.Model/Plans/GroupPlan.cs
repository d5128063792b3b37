using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A repo group: projects that are deployed together and so tested together.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Projects">Its members, two or more, or one that is deployed alone; in what is in force also those whose names fit its patterns.</param>
/// <param name="Jobs">The jobs that run for a change of any member, on the speculative state of all members.</param>
public sealed record GroupPlan(string Name, ImmutableArray<ProjectName> Projects, ImmutableArray<JobPlan> Jobs)
{
    /// <summary>Globs of projects of the site's patterns that are members as well.</summary>
    public ImmutableArray<string> Patterns { get; init; } = [];
}
