using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>A job of a buildset, as it was when the buildset was prepared.</summary>
/// <param name="Plan">What it runs.</param>
/// <param name="Group">The repo group it belongs to, or null for a job of a project.</param>
public sealed record FrozenJob(JobPlan Plan, string? Group = null)
{
    private readonly string? _name;

    /// <summary>Its name, unique in the buildset: the plan's, or with the project before it where two projects of an item have a job of that name.</summary>
    public string Name
    {
        get => _name ?? Plan.Name;
        init => _name = value;
    }

    /// <summary>The project whose checkout it runs in; null means that of the item.</summary>
    public ProjectName? Project { get; init; }

    /// <summary>The changes of the item that it runs for; empty means all of them.</summary>
    public ImmutableArray<ChangeId> For { get; init; } = [];

    /// <summary>The jobs of the buildset that must have passed before it starts, by <see cref="Name"/>.</summary>
    public ImmutableArray<string> Needs { get; init; } = Plan.Needs;

    /// <summary>The jobs of the buildset that must have passed before it starts if they run at all, by <see cref="Name"/>.</summary>
    public ImmutableArray<string> SoftNeeds { get; init; } = Plan.SoftNeeds;

    /// <summary>What a job of the buildset must have returned for it to run, by <see cref="Name"/>; null when it always runs.</summary>
    public JobCondition? OnlyIf { get; init; } = Plan.OnlyIf;

    /// <summary>A hash of the job's definition and of all that its builds see, with what they are handed by jobs that they need; null when unknown. Builds of the same inputs have the same result.</summary>
    public string? Inputs { get; init; }

    /// <summary>True when its result decides.</summary>
    [JsonIgnore]
    public bool Decides => Plan.Decides;
}
