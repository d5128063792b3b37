using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Tells in words how two sites, or the jobs of two plans, differ.</summary>
public static class SiteDifference
{
    private const int MostNames = 4;

    /// <summary>How two sites differ, besides the jobs of their projects.</summary>
    /// <param name="before">The site in force.</param>
    /// <param name="after">The site that would be.</param>
    /// <returns>A line for each difference; none when there is none.</returns>
    public static ImmutableArray<string> OfSites(SitePlan before, SitePlan after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (was, becomes) = (QueuesOf(before), QueuesOf(after));
        var moves = was.Keys.Intersect(becomes.Keys).Where(project => was[project] != becomes[project])
            .GroupBy(project => (Before: was[project], After: becomes[project]))
            .Select(move => $"{Count(move)}: queue {move.Key.After} instead of {move.Key.Before}");
        return
        [
            .. Line("new in the site", becomes.Keys.Except(was.Keys)),
            .. Line("no longer in the site", was.Keys.Except(becomes.Keys)),
            .. moves,
            .. Changed("project", [.. before.Projects.Select(WithoutQueue)], [.. after.Projects.Select(WithoutQueue)], project => project.Name.Value),
            .. Named("pipeline", before.Pipelines, after.Pipelines, pipeline => pipeline.Name),
            .. Named("pattern", before.Patterns, after.Patterns, pattern => pattern.Name.Value),
            .. Named("group", [.. before.Groups.Select(group => Narrow(before, group))], [.. after.Groups.Select(group => Narrow(after, group))], group => group.Name),
            .. Named("policy", before.Policies, after.Policies, policy => policy.Name),
            .. Named("queue", before.Queues, after.Queues, queue => queue.Name),
            .. Named("semaphore", [.. before.Semaphores], [.. after.Semaphores], semaphore => semaphore.Key),
            .. Named("freeze", before.Freezes, after.Freezes, freeze => freeze.Name).Select(line => WithFreeze(line, after.Freezes)),
            .. Named("quota", before.Quotas, after.Quotas, quota => quota.Name),
            .. Named("notification", before.Notifications, after.Notifications, rule => rule.Describe()),
            .. Changed("egress", [before.Egress], [after.Egress], _ => "site"),
            .. Named("environment", before.Environments, after.Environments, environment => environment.Name),
            .. Named("secret", before.Secrets, after.Secrets, secret => secret.Name),
            .. Named("registry", before.Registries ?? [], after.Registries ?? [], registry => registry.Name),
            .. before.ReusesResults == after.ReusesResults ? [] : new[] { after.ReusesResults ? "results are kept over a reset" : "results are not kept over a reset any more" },
        ];
    }

    /// <summary>How the jobs of two plans differ. Where they are declared does not count.</summary>
    /// <param name="before">The jobs before.</param>
    /// <param name="after">The jobs after.</param>
    /// <returns>A line for each job that comes, goes or changes, in the order of names.</returns>
    public static ImmutableArray<string> OfJobs(IEnumerable<JobPlan> before, IEnumerable<JobPlan> after) =>
        Named("job", [.. before], [.. after], job => job.Name);

    /// <summary>Puts projects together that have the same lines.</summary>
    /// <param name="projects">The lines of each project.</param>
    /// <returns>A line for each difference, with the projects that it is for.</returns>
    public static ImmutableArray<string> Sum(IEnumerable<(ProjectName Project, ImmutableArray<string> Lines)> projects) =>
    [
        .. projects.SelectMany(one => one.Lines, (one, line) => (one.Project, Line: line))
            .GroupBy(one => one.Line, one => one.Project)
            .Select(same => $"{Count(same)}: {same.Key}"),
    ];

    private static Dictionary<ProjectName, string> QueuesOf(SitePlan site) =>
        RepoGroups.QueuesOf(site).SelectMany(queue => queue.Projects.Keys, (queue, project) => (project, queue.Name)).ToDictionary(one => one.project, one => one.Name.Value);

    private static ProjectPlan WithoutQueue(ProjectPlan project) => project with { Queue = null };

    // Members that came by a pattern are told of as projects.
    private static GroupPlan Narrow(SitePlan site, GroupPlan group) => group.Patterns.IsEmpty ? group : group with
    {
        Projects = [.. group.Projects.Where(member => site.Projects.Any(project => project.Name == member && !project.IsSelfServed))],
        Jobs = [.. group.Jobs.Select(job => job with { Repositories = [] })],
    };

    private static IEnumerable<string> Line(string what, IEnumerable<ProjectName> projects) => projects.Any() ? [$"{Count(projects)}: {what}"] : [];

    private static string Count(IEnumerable<ProjectName> projects)
    {
        var names = projects.Select(project => project.Value).Order(StringComparer.Ordinal).ToArray();
        return names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames - 1))} and {names.Length - MostNames + 1} more";
    }

    private static ImmutableArray<string> Named<T>(string what, ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> name)
    {
        var (was, becomes) = (before.ToLookup(name), after.ToLookup(name));
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var key in was.Select(same => same.Key).Union(becomes.Select(same => same.Key)).Order(StringComparer.Ordinal))
        {
            if (!becomes.Contains(key))
            {
                lines.Add($"{what} '{key}' is gone");
            }
            else if (!was.Contains(key))
            {
                lines.Add($"{what} '{key}' is new");
            }
            else if (Changed(was[key].First(), becomes[key].First()) is { Length: > 0 } changed)
            {
                lines.Add($"{what} '{key}' changes: {string.Join(", ", changed)}");
            }
        }

        return lines.ToImmutable();
    }

    // What nothing is merged of is what those who approve it want to know.
    private static string WithFreeze(string line, ImmutableArray<FreezePlan> freezes) =>
        freezes.FirstOrDefault(freeze => line == $"freeze '{freeze.Name}' is new") is { } added ? $"{line}: {Freeze.Describe(added)}" : line;

    // Of those that both have: that one is new or gone is told otherwise.
    private static ImmutableArray<string> Changed<T>(string what, ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> name)
    {
        var names = before.Select(name).Intersect(after.Select(name)).ToHashSet();
        return Named(what, [.. before.Where(one => names.Contains(name(one)))], [.. after.Where(one => names.Contains(name(one)))], name);
    }

    private static string[] Changed<T>(T before, T after)
    {
        var (was, becomes) = (FieldsOf(before), FieldsOf(after));
        return
        [
            .. was.Keys.Union(becomes.Keys).Where(field => field != "declaredAt").Order(StringComparer.Ordinal)
                .Select(field => (field, Before: Text(was.GetValueOrDefault(field)), After: Text(becomes.GetValueOrDefault(field))))
                .Where(one => one.Before != one.After)
                .Select(one => one.Before.Length + one.After.Length <= 100 ? $"{one.field} {one.After} instead of {one.Before}" : one.field),
        ];
    }

    private static Dictionary<string, JsonNode?> FieldsOf<T>(T value) => JsonSerializer.SerializeToNode(value, ModelJson.Options)!.AsObject().ToDictionary(field => field.Key, field => field.Value);

    private static string Text(JsonNode? value) => value?.ToJsonString(ModelJson.Options) ?? "nothing";
}
