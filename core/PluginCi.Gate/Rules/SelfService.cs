using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Projects that a site does not name, but has a pattern for.</summary>
public static class SelfService
{
    /// <summary>What the site's patterns make of a project that it does not name.</summary>
    /// <param name="site">The site.</param>
    /// <param name="connection">The connection that holds the project.</param>
    /// <param name="project">The project.</param>
    /// <returns>The project by the first pattern that fits, or null when none does.</returns>
    public static ProjectPlan? Find(SitePlan site, string connection, ProjectName project)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.Patterns.FirstOrDefault(pattern => pattern.Connection == connection && Glob.IsMatch(pattern.Name.Value, project.Value)) is { } fits
            ? fits with { Name = project, IsSelfServed = true }
            : null;
    }

    /// <summary>A site with the projects that came by its patterns, also as members of its groups.</summary>
    /// <param name="site">The site, with or without such projects; those are replaced.</param>
    /// <param name="found">All projects that came, each with its connection. Those that the site names, or has no pattern for, are left out.</param>
    /// <returns>The site.</returns>
    public static SitePlan Expand(SitePlan site, IEnumerable<(ProjectName Project, string Connection)> found)
    {
        ArgumentNullException.ThrowIfNull(site);
        ImmutableArray<ProjectPlan> named = [.. site.Projects.Where(project => !project.IsSelfServed)];
        var names = named.Select(project => project.Name).ToHashSet();
        ImmutableArray<ProjectPlan> served =
        [
            .. found.Distinct().OrderBy(one => one.Project.Value, StringComparer.Ordinal).Where(one => !names.Contains(one.Project)).Select(one => Find(site, one.Connection, one.Project)).OfType<ProjectPlan>(),
        ];
        return site with { Projects = [.. named, .. served], Groups = [.. site.Groups.Select(group => With(group, names, served))] };
    }

    private static GroupPlan With(GroupPlan group, HashSet<ProjectName> named, ImmutableArray<ProjectPlan> served)
    {
        if (group.Patterns.IsEmpty)
        {
            return group;
        }

        ImmutableArray<ProjectName> members =
        [
            .. group.Projects.Where(named.Contains),
            .. served.Select(project => project.Name).Where(project => group.Patterns.Any(pattern => Glob.IsMatch(pattern, project.Value))),
        ];
        return group with { Projects = members, Jobs = [.. group.Jobs.Select(job => job with { Repositories = members })] };
    }
}
