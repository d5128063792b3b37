using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What came of a merge that the gate asked for.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(SubmitRefused), "refused")]
[JsonDerivedType(typeof(SubmitOvertaken), "overtaken")]
public abstract record SubmitOutcome;

/// <summary>The branch now points to exactly the tested commit.</summary>
public sealed record Submitted : SubmitOutcome;

/// <summary>The review system does not let this patchset be merged now; the branch did not move.</summary>
/// <param name="Reason">One sentence.</param>
public sealed record SubmitRefused(string Reason) : SubmitOutcome;

/// <summary>A branch of the queue is no longer where the tests assumed it; nothing was pushed.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Tip">Where it is now, or null when it is gone.</param>
public sealed record SubmitOvertaken(ProjectBranch Branch, string? Tip) : SubmitOutcome;
