using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What an operator may ask of a queue. What cannot be done is refused with a reason of kind <see cref="ReasonKind.CommandRefused"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(EnqueueChange), "enqueue-change")]
[JsonDerivedType(typeof(DequeueChange), "dequeue-change")]
[JsonDerivedType(typeof(DequeueRef), "dequeue-ref")]
[JsonDerivedType(typeof(PromoteChanges), "promote-changes")]
[JsonDerivedType(typeof(FreezeMerges), "freeze-merges")]
[JsonDerivedType(typeof(ThawMerges), "thaw-merges")]
public abstract record OperatorCommand;

/// <summary>Put a change into a pipeline as if the event had come. It must meet what the pipeline requires.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Change">The change as it is now.</param>
/// <param name="Related">As in <see cref="ChangeArrived"/>.</param>
public sealed record EnqueueChange(string Pipeline, Change Change, ImmutableArray<Change> Related) : OperatorCommand;

/// <summary>Take a change out of a pipeline, and with it what needs it.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Change">The change.</param>
public sealed record DequeueChange(string Pipeline, ChangeId Change) : OperatorCommand;

/// <summary>Take a branch or tag out of a pipeline.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Ref">The branch or tag.</param>
public sealed record DequeueRef(string Pipeline, ProjectBranch Ref) : OperatorCommand;

/// <summary>Move changes to the head of a queue, in this order, each with what it needs.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Changes">The changes.</param>
public sealed record PromoteChanges(string Pipeline, ImmutableArray<ChangeId> Changes) : OperatorCommand;

/// <summary>Stop merges. A freeze of the same scope replaces the one before. Changes that wait for it hold up nobody whom it does not stop.</summary>
/// <param name="Scope"><c>all</c>, a queue, a project or a repo group.</param>
/// <param name="Reason">Why; not empty.</param>
/// <param name="Until">When it ends by itself, or null.</param>
public sealed record FreezeMerges(string Scope, string Reason, DateTimeOffset? Until = null) : OperatorCommand
{
    /// <summary>Globs of the branches that nothing is merged into; empty means all.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>The changes that are merged all the same.</summary>
    public ImmutableArray<FreezeException> Exceptions { get; init; } = [];
}

/// <summary>Allow merges again.</summary>
/// <param name="Scope">The scope of the freeze.</param>
public sealed record ThawMerges(string Scope) : OperatorCommand;
