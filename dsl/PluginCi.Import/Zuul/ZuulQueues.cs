using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>The gate queues of a layout: projects that have a job in common in a dependent pipeline share one, also through others.</summary>
/// <remarks>Source: Zuul 2.5, <c>DependentPipelineManager.buildChangeQueues</c>.</remarks>
internal static class ZuulQueues
{
    /// <summary>The queue of each project that shares one.</summary>
    /// <param name="gated">The projects of dependent pipelines, each with its jobs there, the pipeline's name before each.</param>
    /// <param name="nameOf">The name that a job gives its queue; null where it gives none.</param>
    public static ImmutableSortedDictionary<string, string> Find(IEnumerable<(string Project, IEnumerable<string> Jobs)> gated, Func<string, string?> nameOf)
    {
        var (parents, names) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        string Root(string key)
        {
            var root = key;
            while (parents.GetValueOrDefault(root, root) is { } parent && parent != root)
            {
                root = parent;
            }

            return parents[key] = root;
        }

        var projects = gated.Select(entry => (entry.Project, Jobs: entry.Jobs.ToArray())).ToArray();
        foreach (var (project, jobs) in projects)
        {
            foreach (var job in jobs)
            {
                parents[Root("job " + job)] = Root("project " + project);
            }
        }

        foreach (var job in projects.SelectMany(entry => entry.Jobs).Distinct())
        {
            if (nameOf(job) is { } name)
            {
                names.TryAdd(Root("job " + job), name);
            }
        }

        var queues = projects.Select(entry => entry.Project).Distinct().GroupBy(project => Root("project " + project)).Where(queue => queue.Count() > 1);
        return queues.SelectMany(queue => queue.Select(project => (project, Name: names.GetValueOrDefault(queue.Key) ?? queue.First()))).ToImmutableSortedDictionary(entry => entry.project, entry => entry.Name, StringComparer.Ordinal);
    }
}
