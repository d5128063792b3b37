using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Finds in which order projects are built that are built after each other.</summary>
public static class BuildChains
{
    /// <summary>What is built when a branch moved: every project that is built from its project, also through others, each once.</summary>
    /// <param name="builtAfter">The projects that are built after each project.</param>
    /// <param name="merged">The branch.</param>
    /// <returns>The chain. A project that is built from several stands after the one that comes last, and of equals after the first; where projects are built after each
    /// other in a circle, the one that is met again is not built again.</returns>
    public static BuildChain Of(IReadOnlyDictionary<ProjectName, ImmutableArray<ProjectName>> builtAfter, ProjectBranch merged)
    {
        ArgumentNullException.ThrowIfNull(builtAfter);
        var order = new List<ProjectName>();
        Visit(builtAfter, merged.Project, [], order);
        order.Reverse();
        var places = order.Select((project, place) => (project, place)).ToDictionary(one => one.project, one => one.place);
        var steps = new int[order.Count];
        var after = new ProjectName[order.Count];
        foreach (var (project, place) in places)
        {
            foreach (var later in Later(builtAfter, project).Select(later => places[later]).Where(later => later > place && steps[place] + 1 >= steps[later]))
            {
                (steps[later], after[later]) = (steps[place] + 1, project);
            }
        }

        return new BuildChain(merged, [.. order.Zip(after).Skip(1).Select(pair => new BuildChainLink(pair.First, pair.Second))]);
    }

    // Those that are built later come first.
    private static void Visit(IReadOnlyDictionary<ProjectName, ImmutableArray<ProjectName>> builtAfter, ProjectName project, HashSet<ProjectName> seen, List<ProjectName> order)
    {
        seen.Add(project);
        foreach (var later in Later(builtAfter, project).Where(later => !seen.Contains(later)))
        {
            Visit(builtAfter, later, seen, order);
        }

        order.Add(project);
    }

    private static ImmutableArray<ProjectName> Later(IReadOnlyDictionary<ProjectName, ImmutableArray<ProjectName>> builtAfter, ProjectName project) =>
        builtAfter.TryGetValue(project, out var later) ? later : [];
}
