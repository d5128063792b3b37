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
    /// <returns>The project by the first pattern that fits; null when none does, or when its name stands for something else already: a group, a queue, or everything.</returns>
    public static ProjectPlan? Find(SitePlan site, string connection, ProjectName project)
    {
        ArgumentNullException.ThrowIfNull(site);
        return !IsTaken(site, project.Value) && site.Patterns.FirstOrDefault(pattern => pattern.Connection == connection && Glob.IsMatch(pattern.Name.Value, project.Value)) is { } fits
            ? fits with { Name = project, IsSelfServed = true }
            : null;
    }

    /// <summary>A site with the projects that came by its patterns, also as members of its groups.</summary>
    /// <param name="site">The site, with or without such projects; those are replaced.</param>
    /// <param name="found">All projects that came, each with its connection. Those that the site names, or has no pattern for, are left out; of two of one name the first counts.</param>
    /// <returns>The site.</returns>
    public static SitePlan Expand(SitePlan site, IEnumerable<(ProjectName Project, string Connection)> found)
    {
        ArgumentNullException.ThrowIfNull(site);
        ImmutableArray<ProjectPlan> named = [.. site.Projects.Where(project => !project.IsSelfServed)];
        var names = named.Select(project => project.Name).ToHashSet();
        ImmutableArray<ProjectPlan> served =
        [
            .. found.Distinct().OrderBy(one => one.Project.Value, StringComparer.Ordinal).Where(one => !names.Contains(one.Project)).Select(one => Find(site, one.Connection, one.Project)).OfType<ProjectPlan>().DistinctBy(project => project.Name),
        ];
        return site with { Projects = [.. named, .. served], Groups = [.. site.Groups.Select(group => With(group, names, served))] };
    }

    // Whoever may make a repository chooses its name, and a queue is called by its group, or by what projects name.
    private static bool IsTaken(SitePlan site, string name) =>
        name == "all" || name.Contains('@', StringComparison.Ordinal) || name.Split('/').Contains("..")
        || site.Groups.Any(group => group.Name == name) || site.Projects.Concat(site.Patterns).Any(project => project.Queue == name);

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
