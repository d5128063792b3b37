using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>A stop of merges.</summary>
/// <param name="Scope">What is stopped: <c>all</c>, a queue, a project or a repo group; for a freeze of the site its name.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Who">Who did it; for a freeze of the site where that declares it.</param>
/// <param name="Since">When.</param>
/// <param name="Until">When it ends by itself; null when somebody must end it.</param>
public sealed record Freeze(string Scope, string Reason, string Who, DateTimeOffset Since, DateTimeOffset? Until = null)
{
    /// <summary>The scope that means everything.</summary>
    public const string Everything = "all";

    /// <summary>True when the site asks for it: it begins and ends with what the site says, and no operator can end it.</summary>
    public bool IsOfSite { get; init; }

    /// <summary>For a freeze of the site, globs of the names of the projects; empty means all.</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>Globs of the branches that nothing is merged into; empty means all.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>The changes that are merged all the same.</summary>
    public ImmutableArray<FreezeException> Exceptions { get; init; } = [];

    /// <summary>What is stopped in words, the end of "merges of …".</summary>
    [JsonIgnore]
    public string Merges
    {
        get
        {
            var what = !IsOfSite ? Scope : Projects.IsEmpty ? Everything : string.Join(", ", Projects);
            var into = Branches.IsEmpty ? "" : $" into {string.Join(", ", Branches)}";
            var lets = string.Join(" or ", Exceptions.Select(exception => string.Join(" and ", Named("topic", exception.Topic).Concat(Named("hashtag", exception.Hashtag)))));
            return $"{what}{into}{(lets.Length == 0 ? "" : $" (not of {lets})")}";
        }
    }

    /// <summary>The freeze that a site asks for.</summary>
    /// <param name="plan">What the site says.</param>
    /// <param name="since">Since when it is in force.</param>
    /// <returns>The freeze.</returns>
    public static Freeze Of(FreezePlan plan, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new Freeze(plan.Name, plan.Reason, plan.DeclaredAt.Length == 0 ? "the site" : plan.DeclaredAt, since, plan.Until)
        {
            IsOfSite = true,
            Projects = plan.Projects,
            Branches = plan.Branches,
            Exceptions = plan.Exceptions,
        };
    }

    /// <summary>Whether it is what a site asks for now.</summary>
    /// <param name="plan">What the site says.</param>
    /// <returns>True when nothing of it is to be changed.</returns>
    public bool IsAs(FreezePlan plan)
    {
        var now = Of(plan, Since);
        return this == now with { Projects = Projects, Branches = Branches, Exceptions = Exceptions }
            && Projects.SequenceEqual(now.Projects) && Branches.SequenceEqual(now.Branches) && Exceptions.SequenceEqual(now.Exceptions);
    }

    /// <summary>What a site asks for, in words.</summary>
    /// <param name="plan">What the site says.</param>
    /// <returns>For example <c>no merges of core into main until 2026-05-04 18:00:00Z: release day</c>.</returns>
    public static string Describe(FreezePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var times = $"{(plan.From is { } from ? $" from {from:u}" : "")}{(plan.Until is { } until ? $" until {until:u}" : "")}";
        return $"no merges of {Of(plan, default).Merges}{times}: {plan.Reason}";
    }

    /// <summary>Whether a freeze of the site is about a project. It never is about the config project, whose changes take it away again.</summary>
    /// <param name="projects">The globs of the freeze.</param>
    /// <param name="project">The project.</param>
    /// <returns>True when it is.</returns>
    public static bool IsAbout(ImmutableArray<string> projects, ProjectPlan project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return !project.IsConfig && (projects.IsEmpty || projects.Any(glob => Glob.IsMatch(glob, project.Name.Value)));
    }

    /// <summary>Whether it stops the merge of changes.</summary>
    /// <param name="rules">The rules of their queue.</param>
    /// <param name="changes">The changes.</param>
    /// <returns>True when it stops one of them, and with it all.</returns>
    public bool Stops(QueueRules rules, ImmutableArray<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return changes.Any(change => IsAbout(rules, change.Project)
            && (Branches.IsEmpty || Branches.Any(glob => Glob.IsMatch(glob, change.Branch)))
            && !Exceptions.Any(exception => exception.Fits(change)));
    }

    /// <summary>Whether it stops whatever comes to a queue, so that nobody there can be held up by those that it stops.</summary>
    /// <param name="rules">The rules of the queue.</param>
    /// <returns>True when it does.</returns>
    public bool StopsAll(QueueRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Branches.IsEmpty && Exceptions.IsEmpty && rules.Projects.Keys.All(project => IsAbout(rules, project));
    }

    private static IEnumerable<string> Named(string what, string? glob) => glob is null ? [] : [$"{what} {glob}"];

    private bool IsAbout(QueueRules rules, ProjectName project) => IsOfSite
        ? rules.Projects.TryGetValue(project, out var plan) && IsAbout(Projects, plan)
        : Scope == Everything || Scope == rules.Name.Value || Scope == project.Value || (rules.Groups.TryGetValue(Scope, out var members) && members.Contains(project));
}
