using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A named workflow: what enqueues changes, how they queue, and what is told at the end.</summary>
public sealed record PipelinePlan
{
    /// <summary>Its name, unique on a site.</summary>
    public required string Name { get; init; }

    /// <summary>How its changes relate to each other.</summary>
    public required PipelineManager Manager { get; init; }

    /// <summary>The events that enqueue a change.</summary>
    public required ImmutableArray<Trigger> On { get; init; }

    /// <summary>True when a change must be approved to enter and to stay.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>True when a change that passed is merged.</summary>
    public bool Submits { get; init; }

    /// <summary>True when a report is made as soon as builds start.</summary>
    public bool ReportsStart { get; init; }

    /// <summary>The vote with a report of success; 0 for none.</summary>
    public int SuccessVote { get; init; }

    /// <summary>The vote with a report of failure, conflict or refusal; 0 for none.</summary>
    public int FailureVote { get; init; }

    /// <summary>Which pipeline's builds get a worker first.</summary>
    public Precedence Precedence { get; init; } = Precedence.Normal;

    /// <summary>The pipelines that a change leaves when it enters this one.</summary>
    public ImmutableArray<string> Supercedes { get; init; } = [];

    /// <summary>How many items at the front of a queue may have builds. Used by a dependent pipeline only.</summary>
    public WindowPlan Window { get; init; } = new();

    /// <summary>Which states of a queue are built. Used by a dependent pipeline only.</summary>
    public Strategy Strategy { get; init; }

    /// <summary>The most changes that are tested as one with <see cref="Strategy.Batch"/>, 1 or more. Default 8. The size in use follows the failure rate.</summary>
    public int MostInBatch { get; init; } = 8;

    /// <summary>The most states of a queue that are built at once with <see cref="Strategy.Probabilistic"/>, 1 or more. Default 40.</summary>
    public int BuildBudget { get; init; } = 40;

    /// <summary>True when the first failure of a voting job ends the other builds of its item.</summary>
    public bool IsFailFast { get; init; }

    /// <summary>False when an item stays although its change has a new patchset. Default true.</summary>
    public bool DequeuesOutdated { get; init; } = true;

    /// <summary>True when a change is tested without those it depends on.</summary>
    public bool IgnoresDependencies { get; init; }

    /// <summary>The most changes that a queue may hold in this pipeline, those that are only needed by others included; 0 means no limit.</summary>
    /// <remarks>Source: Zuul tenant attribute <c>max-changes-per-pipeline</c>, which counts over all queues.</remarks>
    public int MostChanges { get; init; }

    /// <summary>What a new patchset means for a change that this pipeline rejected.</summary>
    public NewPatchsetRule OnNewPatchset { get; init; }

    /// <summary>The rules that let changes pass others; the first that matches counts.</summary>
    public ImmutableArray<PriorityRule> Priorities { get; init; } = [];

    /// <summary>How old a result may be when it merges something; what passed longer ago is tested anew first. Null for no bound, which is the default; more than zero.</summary>
    public TimeSpan? ResultsLast { get; init; }

    /// <summary>When it runs by itself, a Quartz cron expression of six fields in UTC; null for never. Needs the trigger <see cref="Trigger.Timer"/>.</summary>
    public string? Schedule { get; init; }

    /// <summary>False when no build of it can be of reviewed code: it is no gate that wants approvals, and no branch enters it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayBeReviewed => this is { Manager: PipelineManager.Dependent, RequiresApproval: true } || On.Any(trigger => trigger is Trigger.RefUpdated or Trigger.Timer or Trigger.Manual);

    /// <summary>The most that a scheduled run is put off, by an amount that is the same for the same project and branch. Default zero.</summary>
    public TimeSpan Jitter { get; init; }
}
