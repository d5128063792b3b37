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

    /// <summary>How many items at the front of a queue may have builds.</summary>
    public WindowPlan Window { get; init; } = new();
}

/// <summary>How many items at the front of a queue may have running builds.</summary>
/// <param name="Start">Items at the start, 1 or more. Default 20.</param>
/// <param name="Floor">Smallest size after failures, 1 or more. Default 3.</param>
/// <param name="Ceiling">Largest size; 0 means none. Default 0.</param>
/// <remarks>Grows by one after each merge and is halved after each failure at the head.
/// Source: Zuul pipeline attributes <c>window</c>, <c>window-floor</c>, <c>window-ceiling</c>.</remarks>
public sealed record WindowPlan(int Start = 20, int Floor = 3, int Ceiling = 0);
