using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Something that happened outside the gate. Time and facts come with it; the gate never looks for itself.</summary>
/// <param name="At">When it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(ChangeArrived), "change-arrived")]
[JsonDerivedType(typeof(BranchMoved), "branch-moved")]
[JsonDerivedType(typeof(RefArrived), "ref-arrived")]
[JsonDerivedType(typeof(BuildsetPrepared), "buildset-prepared")]
[JsonDerivedType(typeof(BuildPaused), "build-paused")]
[JsonDerivedType(typeof(BuildFailing), "build-failing")]
[JsonDerivedType(typeof(BuildEnded), "build-ended")]
[JsonDerivedType(typeof(SubmitEnded), "submit-ended")]
[JsonDerivedType(typeof(Commanded), "commanded")]
[JsonDerivedType(typeof(RulesChanged), "rules-changed")]
[JsonDerivedType(typeof(FreezesDue), "freezes-due")]
[JsonDerivedType(typeof(Stalled), "stalled")]
[JsonDerivedType(typeof(MergeLost), "merge-lost")]
public abstract record GateEvent(DateTimeOffset At);

/// <summary>The review system told of a change.</summary>
/// <param name="At">When.</param>
/// <param name="Change">What is true of it now.</param>
/// <param name="Trigger">What happened to it, if that may enqueue it; null for news alone.</param>
/// <param name="Related">What is true now of the changes it needs, of those that need it and of those of its topic, as far as known, transitively.</param>
public sealed record ChangeArrived(DateTimeOffset At, Change Change, Trigger? Trigger, ImmutableArray<Change> Related) : GateEvent(At);

/// <summary>A branch was seen at a commit.</summary>
/// <param name="At">When.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Commit">Its tip, or null when it does not exist.</param>
public sealed record BranchMoved(DateTimeOffset At, ProjectBranch Branch, string? Commit) : GateEvent(At);

/// <summary>A branch or tag is to be tested as it is: a tag was pushed, a schedule came due, or a project it is built from was merged.</summary>
/// <param name="At">When.</param>
/// <param name="Ref">The branch or tag. An empty commit stands for the tip that the queue knows of.</param>
/// <param name="Pipeline">The pipeline, or null for all that are triggered by the cause.</param>
public sealed record RefArrived(DateTimeOffset At, RefUpdate Ref, string? Pipeline = null) : GateEvent(At);

/// <summary>The merge and the job list of a buildset are made, or cannot be.</summary>
/// <param name="At">When.</param>
/// <param name="Buildset">The buildset.</param>
/// <param name="Preparation">The outcome.</param>
public sealed record BuildsetPrepared(DateTimeOffset At, BuildsetId Buildset, Preparation Preparation) : GateEvent(At);

/// <summary>A build did its own work and stays up for the jobs that need it, until <see cref="ResumeBuild"/>.</summary>
/// <param name="At">When.</param>
/// <param name="Build">The build.</param>
public sealed record BuildPaused(DateTimeOffset At, BuildId Build) : GateEvent(At)
{
    /// <summary>The keys of the data it returned that are <c>true</c>.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];
}

/// <summary>A running build is known to fail.</summary>
/// <param name="At">When.</param>
/// <param name="Build">The build.</param>
/// <param name="Message">One sentence: what told it.</param>
public sealed record BuildFailing(DateTimeOffset At, BuildId Build, string Message) : GateEvent(At);

/// <summary>A build ended.</summary>
/// <param name="At">When.</param>
/// <param name="Build">The build.</param>
/// <param name="Result">How.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record BuildEnded(DateTimeOffset At, BuildId Build, BuildResult Result, string Message, TimeSpan Duration) : GateEvent(At)
{
    /// <summary>The keys of the data it returned that are <c>true</c>; empty unless it passed.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];
}

/// <summary>A merge that the gate asked for was made or not.</summary>
/// <param name="At">When.</param>
/// <param name="Item">The item.</param>
/// <param name="Buildset">The buildset that was to be merged. The answer for an earlier one, told again, says nothing of the one being merged.</param>
/// <param name="Outcome">The outcome.</param>
public sealed record SubmitEnded(DateTimeOffset At, ItemId Item, BuildsetId Buildset, SubmitOutcome Outcome) : GateEvent(At);

/// <summary>An operator asked for something.</summary>
/// <param name="At">When.</param>
/// <param name="Command">What.</param>
/// <param name="Who">Who asked.</param>
public sealed record Commanded(DateTimeOffset At, OperatorCommand Command, string Who) : GateEvent(At);

/// <summary>The site's configuration changed; items of projects and pipelines that stay are kept.</summary>
/// <param name="At">When.</param>
/// <param name="Rules">The queue's new rules.</param>
public sealed record RulesChanged(DateTimeOffset At, QueueRules Rules) : GateEvent(At);

/// <summary>The clock tells that it is time for a freeze to begin or to end. The gate looks at the time of every event; this one is for when there is no other.</summary>
/// <param name="At">When.</param>
public sealed record FreezesDue(DateTimeOffset At) : GateEvent(At);

/// <summary>Somebody looked at what goes on outside, and found nothing under way of what an item waits for.</summary>
/// <param name="At">When.</param>
/// <param name="Item">The item.</param>
/// <param name="Found">One sentence without a full stop: what is missing, and what is done about it.</param>
/// <param name="StartsAnew">True when what it waits for can never come: its state is thrown away. False when it is being brought about again.</param>
public sealed record Stalled(DateTimeOffset At, ItemId Item, string Found, bool StartsAnew) : GateEvent(At);

/// <summary>Somebody looked at a branch, and did not find in its history what the gate merged into it.</summary>
/// <param name="At">When.</param>
/// <param name="Changes">The changes that are missing, in merge order.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Commit">The last commit that the gate pushed for them.</param>
/// <param name="Tip">Where the branch is, or null when it is gone.</param>
public sealed record MergeLost(DateTimeOffset At, ImmutableArray<ChangeId> Changes, ProjectBranch Branch, string Commit, string? Tip) : GateEvent(At);
