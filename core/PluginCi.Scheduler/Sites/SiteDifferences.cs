using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>How two sites differ in what they do to projects.</summary>
/// <param name="Site">Lines about the site itself.</param>
/// <param name="Projects">Lines about the jobs of each project that differs.</param>
/// <param name="Errors">The projects that could be tested before and could not be any more.</param>
public sealed record SiteDifferences(ImmutableArray<string> Site, ImmutableArray<(ProjectName Project, ImmutableArray<string> Lines)> Projects, ImmutableArray<Diagnostic> Errors)
{
    /// <summary>All lines for people, those that are the same for several projects once.</summary>
    public ImmutableArray<string> Lines => [.. Site, .. SiteDifference.Sum(Projects)];
}
