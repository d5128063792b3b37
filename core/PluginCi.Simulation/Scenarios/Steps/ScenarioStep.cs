using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>One thing that somebody does, or one look at what came of it.</summary>
internal abstract record ScenarioStep
{
    /// <summary>The step as one line, for example <c>approve [A, B]</c>.</summary>
    public string Text { get; init; } = "";
}

/// <summary>Something happens to changes, one after the other.</summary>
internal sealed record ChangeStep(ChangeVerb Verb, ImmutableArray<string> Changes) : ScenarioStep;

/// <summary>Something happens to running builds, one after the other.</summary>
internal sealed record BuildStep(BuildVerb Verb, ImmutableArray<string> Builds) : ScenarioStep;

/// <summary>Changes get new patchsets.</summary>
internal sealed record PushStep(ImmutableArray<(string Change, ChangeEdit Edit)> Pushes) : ScenarioStep;

/// <summary>The descriptions of changes are edited.</summary>
internal sealed record EditStep(ImmutableArray<(string Change, ChangeEdit Edit)> Edits) : ScenarioStep;

/// <summary>Builds are let end, those of these changes or all.</summary>
/// <param name="Changes">The changes; null for all builds.</param>
internal sealed record FinishStep(ImmutableArray<string>? Changes) : ScenarioStep;

/// <summary>Somebody pushes to branches.</summary>
internal sealed record RefUpdatedStep(ImmutableArray<ProjectBranch> Branches) : ScenarioStep;

/// <summary>Somebody pushes a tag onto the tip of a branch.</summary>
internal sealed record TagStep(ImmutableArray<(ProjectBranch Tag, ProjectBranch On)> Tags) : ScenarioStep;

/// <summary>The schedules of pipelines come due.</summary>
internal sealed record TimerStep(ImmutableArray<string> Pipelines) : ScenarioStep;

/// <summary>Another layout takes effect.</summary>
internal sealed record ReconfigureStep(TownLayout Layout) : ScenarioStep;

/// <summary>An operator enqueues or dequeues something.</summary>
internal sealed record PlacementStep(string Pipeline, string? Change, ProjectBranch? Ref, bool IsEnqueued) : ScenarioStep;

/// <summary>An operator moves changes to the head.</summary>
internal sealed record PromoteStep(string Pipeline, ImmutableArray<string> Changes) : ScenarioStep;

/// <summary>An operator stops merges.</summary>
internal sealed record FreezeStep(string Scope, string Reason) : ScenarioStep
{
    /// <summary>Globs of branches; empty for all.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>What is merged all the same.</summary>
    public ImmutableArray<FreezeException> Exceptions { get; init; } = [];
}

/// <summary>An operator allows merges again.</summary>
internal sealed record ThawStep(string Scope) : ScenarioStep;

/// <summary>The process is killed and recovers.</summary>
internal sealed record RestartStep : ScenarioStep;

/// <summary>Time passes.</summary>
internal sealed record AdvanceStep(TimeSpan Time) : ScenarioStep;

/// <summary>A look at what came of it all so far.</summary>
internal sealed record ExpectStep(ImmutableArray<Expectation> Expectations) : ScenarioStep;
