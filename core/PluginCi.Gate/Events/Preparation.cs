using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What came of preparing a buildset.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(ReadyToBuild), "ready")]
[JsonDerivedType(typeof(MergeConflict), "conflict")]
[JsonDerivedType(typeof(ConfigurationErrors), "configuration-errors")]
public abstract record Preparation;

/// <summary>The changes are merged on their base, and the jobs are known.</summary>
/// <param name="Result">The commit of every branch of the base, with the changes' own branches at the merges.</param>
/// <param name="Jobs">The jobs to run; empty when none applies.</param>
/// <param name="Footprint">What the changes under test touch; null when nothing is known of it.</param>
/// <param name="Effect">What the changes would do to the jobs of other projects, in lines for people; null when they do nothing to them.</param>
public sealed record ReadyToBuild(ImmutableSortedDictionary<ProjectBranch, string> Result, ImmutableArray<FrozenJob> Jobs, Footprint? Footprint = null, string? Effect = null) : Preparation;

/// <summary>A change cannot be merged on its base.</summary>
/// <param name="Files">The files that conflict; may be empty when the merge failed for another reason.</param>
/// <param name="Text">One sentence without a full stop, for example <c>src/x.c conflicts</c>.</param>
/// <param name="Change">Which of the changes; null means the last.</param>
public sealed record MergeConflict(ImmutableArray<string> Files, string Text, ChangeId? Change = null) : Preparation;

/// <summary>The merged state's pipeline script or site has errors.</summary>
/// <param name="Diagnostics">The errors; one or more.</param>
public sealed record ConfigurationErrors(ImmutableArray<Diagnostic> Diagnostics) : Preparation;
