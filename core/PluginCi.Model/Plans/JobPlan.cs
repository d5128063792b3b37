using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>One job as frozen data: everything an executor needs to know but where to run it.</summary>
public sealed record JobPlan
{
    /// <summary>The job's name, unique in its plan: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The stage it belongs to; stages only order what people read, <see cref="Needs"/> orders what runs.</summary>
    public Stage Stage { get; init; }

    /// <summary>The pipelines it runs in; empty means every pipeline that tests changes.</summary>
    public ImmutableArray<string> Pipelines { get; init; } = [];

    /// <summary>The jobs of the same plan that must have passed before it starts.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>What it runs, in order; the first step that fails ends it.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>Environment variables it adds, by name.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The projects that are checked out for it, each into a folder of its name below the workspace. Empty means the change's project alone,
    /// and steps run in its folder; for the job of a group it holds the group's members, and steps run in the workspace itself.
    /// </summary>
    public ImmutableArray<ProjectName> Repositories { get; init; } = [];

    /// <summary>How long it may run. Default 30 minutes; more than zero.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often it is tried when its worker is lost. Default 3; 1 or more.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>False when its result is told but does not decide. Default true.</summary>
    public bool IsVoting { get; init; } = true;

    /// <summary>Globs of files; it runs only for a change that touches one of them. Empty means it always runs.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>What it may use of the machine.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>Where the script declares it, <c>path(line)</c>.</summary>
    public string DeclaredAt { get; init; } = "";
}
