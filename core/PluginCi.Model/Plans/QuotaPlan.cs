using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A limit on how many builds of projects run at once, over all queues and pipelines.</summary>
/// <param name="Name">Its name, unique in the site.</param>
/// <param name="Builds">How many builds, 1 or more.</param>
/// <param name="Projects">Globs of the names of the projects that share it; empty means all.</param>
public sealed record QuotaPlan(string Name, int Builds, ImmutableArray<string> Projects)
{
    /// <summary>True when builds of a project count.</summary>
    /// <param name="project">The project.</param>
    /// <returns>Whether they do.</returns>
    public bool IsFor(ProjectName project) => Projects.IsEmpty || Projects.Any(glob => Glob.IsMatch(glob, project.Value));
}
