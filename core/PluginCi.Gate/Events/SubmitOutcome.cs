using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What came of a merge that the gate asked for.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(SubmitRefused), "refused")]
[JsonDerivedType(typeof(SubmitOvertaken), "overtaken")]
[JsonDerivedType(typeof(SubmitHeld), "held")]
[JsonDerivedType(typeof(SubmitTorn), "torn")]
[JsonDerivedType(typeof(SubmitDiffers), "differs")]
public abstract record SubmitOutcome;

/// <summary>Every branch now points to exactly the tested commit.</summary>
public sealed record Submitted : SubmitOutcome;

/// <summary>The review system does not let a patchset be merged now; no branch moved, or those that had were taken back.</summary>
/// <param name="Reason">One sentence.</param>
/// <param name="Change">Which of the changes is refused; null when nobody can tell.</param>
public sealed record SubmitRefused(string Reason, ChangeId? Change = null) : SubmitOutcome;

/// <summary>A branch of the queue is no longer where the tests assumed it; nothing was pushed, or it was taken back.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Tip">Where it is now, or null when it is gone.</param>
public sealed record SubmitOvertaken(ProjectBranch Branch, string? Tip) : SubmitOutcome;

/// <summary>Merges were frozen after the gate asked for this one and before it was begun; nothing was pushed.</summary>
public sealed record SubmitHeld : SubmitOutcome;

/// <summary>Some branches were pushed, another was refused, and what was pushed could not be taken back. The gate stops the queue and says so.</summary>
/// <param name="Reason">One sentence: what was refused, and why it could not be taken back.</param>
/// <param name="Pushed">The branches that moved, each with its commit.</param>
public sealed record SubmitTorn(string Reason, ImmutableSortedDictionary<ProjectBranch, string> Pushed) : SubmitOutcome;

/// <summary>The branches were pushed, but what was read back afterwards is not what was tested. The gate stops the queue and says so.</summary>
/// <param name="Branch">The branch that differs.</param>
/// <param name="Found">Where it is, or null when it is gone.</param>
public sealed record SubmitDiffers(ProjectBranch Branch, string? Found) : SubmitOutcome;
