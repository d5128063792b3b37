using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Everything the gate knows of one queue: a value that only <see cref="Gate.Apply"/> makes anew.</summary>
public sealed record GateState
{
    /// <summary>The newest version of the stored form; docs/design/model-versions.md lists what changed in each.</summary>
    public const int NewestVersion = 2;

    /// <summary>How many failed builds it remembers, to know a flake by.</summary>
    public const int MostFailures = 200;

    /// <summary>The version of the form it is stored in.</summary>
    public int Version { get; init; } = NewestVersion;

    /// <summary>The projects and pipelines of the queue.</summary>
    public required QueueRules Rules { get; init; }

    /// <summary>What the review systems last said of each open change of the queue's projects, and of those that these need.</summary>
    public ImmutableSortedDictionary<ChangeId, Change> Changes { get; init; } = ImmutableSortedDictionary<ChangeId, Change>.Empty;

    /// <summary>How many of the known changes were closed since closed ones were last forgotten.</summary>
    public int ClosedChanges { get; init; }

    /// <summary>Which known changes need a change: <see cref="Changes"/>, the other way round.</summary>
    public ImmutableSortedDictionary<ChangeId, ImmutableSortedSet<ChangeId>> NeededBy { get; init; } = ImmutableSortedDictionary<ChangeId, ImmutableSortedSet<ChangeId>>.Empty;

    /// <summary>The commit each branch pointed to when last heard of; a branch that does not exist is absent.</summary>
    public ImmutableSortedDictionary<ProjectBranch, string> Tips { get; init; } = ImmutableSortedDictionary<ProjectBranch, string>.Empty;

    /// <summary>The queue in each pipeline, in the order of <see cref="QueueRules.Pipelines"/>.</summary>
    public ImmutableArray<PipelineQueue> Queues { get; init; } = [];

    /// <summary>Approved changes that are not in the queue, each with the reason.</summary>
    public ImmutableSortedDictionary<ChangeId, string> Waiting { get; init; } = ImmutableSortedDictionary<ChangeId, string>.Empty;

    /// <summary>Changes whose newest run through a pipeline that needs an approval was rejected.</summary>
    public ImmutableSortedDictionary<ChangeId, RejectedPatchset> Rejected { get; init; } = ImmutableSortedDictionary<ChangeId, RejectedPatchset>.Empty;

    /// <summary>The stops of merges in force, oldest first.</summary>
    public ImmutableArray<Freeze> Freezes { get; init; } = [];

    /// <summary>How builds of each job ended so far, by the job's name.</summary>
    public ImmutableSortedDictionary<string, JobHistory> Jobs { get; init; } = ImmutableSortedDictionary<string, JobHistory>.Empty;

    /// <summary>The jobs and inputs of the newest failed builds, newest last; one that passes on the same is flaky.</summary>
    public ImmutableArray<string> Failures { get; init; } = [];

    /// <summary>How items ended so far in pipelines that submit: passed, or failed by their tests.</summary>
    public JobHistory Outcomes { get; init; } = new();

    /// <summary>How well changes that touch the same went together so far.</summary>
    public MeetingHistory Meetings { get; init; } = new();

    /// <summary>How the items of each author ended, for prediction; recent ones count more.</summary>
    public ImmutableSortedDictionary<string, JobHistory> Authors { get; init; } = ImmutableSortedDictionary<string, JobHistory>.Empty;

    /// <summary>The last number given to an item, buildset or build.</summary>
    public long LastNumber { get; init; }

    /// <summary>A queue that nothing has happened to.</summary>
    /// <param name="rules">Its projects and pipelines.</param>
    /// <returns>The state before the first event.</returns>
    public static GateState Empty(QueueRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new GateState { Rules = rules, Queues = [.. rules.Pipelines.Select(PipelineQueue.Empty)] };
    }

    /// <summary>The queue of one pipeline.</summary>
    /// <param name="pipeline">The pipeline's name; must be one of the rules.</param>
    /// <returns>The queue.</returns>
    public PipelineQueue QueueOf(string pipeline) => Queues.First(queue => queue.Pipeline == pipeline);
}
