using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What the config project's <c>site.csx</c> evaluates to.</summary>
public sealed record SitePlan
{
    /// <summary>The version of the form this plan is written in, see <see cref="Plan.NewestVersion"/>.</summary>
    public int Version { get; init; } = Plan.NewestVersion;

    /// <summary>The projects under gate that the site names, in what is in force also those whose names fit its patterns; names are unique.</summary>
    public required ImmutableArray<ProjectPlan> Projects { get; init; }

    /// <summary>The repo groups; names are unique.</summary>
    public ImmutableArray<GroupPlan> Groups { get; init; } = [];

    /// <summary>What holds for projects that the site does not name: their names are globs. The first that fits a project of its connection counts.</summary>
    public ImmutableArray<ProjectPlan> Patterns { get; init; } = [];

    /// <summary>Jobs that projects share; names are unique.</summary>
    public ImmutableArray<TemplatePlan> Templates { get; init; } = [];

    /// <summary>Jobs that are added to those of projects.</summary>
    public ImmutableArray<EnforcedPlan> Enforced { get; init; } = [];

    /// <summary>What holds for the jobs of repositories; names are unique.</summary>
    public ImmutableArray<PolicyPlan> Policies { get; init; } = [];

    /// <summary>How many builds may hold each semaphore at once, 1 or more, over all queues and pipelines.</summary>
    public ImmutableSortedDictionary<string, int> Semaphores { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The stops of merges that it asks for, in force and to come; names are unique.</summary>
    public ImmutableArray<FreezePlan> Freezes { get; init; } = [];

    /// <summary>How many builds of projects run at once; names are unique. Each that is for a build's project counts.</summary>
    public ImmutableArray<QuotaPlan> Quotas { get; init; } = [];

    /// <summary>Who is told of reports besides the reporters of changes; several may be for one connection. Default nobody.</summary>
    public ImmutableArray<NotificationRule> Notifications { get; init; } = [];

    /// <summary>What builds may reach of the network, where their jobs ask for it. Default nothing.</summary>
    public EgressPlan Egress { get; init; } = new();

    /// <summary>Who may have which secret; several may be for one secret. Default nobody.</summary>
    public ImmutableArray<SecretGrant> Secrets { get; init; } = [];

    /// <summary>The environments that may be promoted and deployed to; names are unique. Default none.</summary>
    public ImmutableArray<ReleaseEnvironmentPlan> Environments { get; init; } = [];

    /// <summary>The registries that builds may have their dependencies from; their kinds are unique. Null for the public ones.</summary>
    public ImmutableArray<RegistryPlan>? Registries { get; init; }

    /// <summary>What holds for the queues that are named here; others have the defaults.</summary>
    public ImmutableArray<QueuePlan> Queues { get; init; } = [];

    /// <summary>True when a build whose job and inputs are not changed by a reset is kept. Default true.</summary>
    public bool ReusesResults { get; init; } = true;

    /// <summary>The pipelines; names are unique.</summary>
    public required ImmutableArray<PipelinePlan> Pipelines { get; init; }
}
