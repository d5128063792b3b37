using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Something the gate wants done outside. Data with a stable key, so that doing one twice can be noticed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(PrepareBuildset), "prepare-buildset")]
[JsonDerivedType(typeof(StartBuild), "start-build")]
[JsonDerivedType(typeof(CancelBuild), "cancel-build")]
[JsonDerivedType(typeof(SubmitChange), "submit-change")]
[JsonDerivedType(typeof(SendReport), "send-report")]
public abstract record GateEffect
{
    /// <summary>The same for the same wish, unique on a server.</summary>
    [JsonIgnore]
    public abstract string Key { get; }
}

/// <summary>Merge a change on a base and freeze its jobs. Answered by <see cref="BuildsetPrepared"/>.</summary>
/// <param name="Buildset">The buildset.</param>
/// <param name="Pipeline">The pipeline whose jobs are wanted.</param>
/// <param name="Change">The change.</param>
/// <param name="Base">The commit of every branch to merge it on.</param>
/// <param name="WithJobs">False for an item that is not live: the merge alone is wanted.</param>
/// <param name="At">The time to write into the merge commit, so that the same wish always makes the same commit.</param>
public sealed record PrepareBuildset(
    BuildsetId Buildset,
    string Pipeline,
    Change Change,
    ImmutableSortedDictionary<ProjectBranch, string> Base,
    bool WithJobs,
    DateTimeOffset At) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"prepare:{Buildset}";
}

/// <summary>Run a job. Answered by <see cref="BuildEnded"/>.</summary>
/// <param name="Build">The build.</param>
/// <param name="Buildset">Its buildset.</param>
/// <param name="Pipeline">Its pipeline.</param>
/// <param name="Change">The change under test.</param>
/// <param name="Ahead">The changes it is tested on top of, in merge order.</param>
/// <param name="Job">What to run.</param>
/// <param name="Attempt">Which try of the job it is, from 1.</param>
/// <param name="Commits">The commit of every branch under test.</param>
/// <param name="Priority">Lower runs first: the pipeline's precedence, then the place in the queue.</param>
/// <param name="At">When it was asked for.</param>
public sealed record StartBuild(
    BuildId Build,
    BuildsetId Buildset,
    string Pipeline,
    Change Change,
    ImmutableArray<ChangeId> Ahead,
    FrozenJob Job,
    int Attempt,
    ImmutableSortedDictionary<ProjectBranch, string> Commits,
    int Priority,
    DateTimeOffset At) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"build:{Build}";
}

/// <summary>Stop a build that nobody wants any more; no answer is needed.</summary>
/// <param name="Build">The build.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record CancelBuild(BuildId Build, string Reason) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"cancel:{Build}";
}

/// <summary>Move the change's branch to the tested commit, if every branch is where the tests assumed it. Answered by <see cref="SubmitEnded"/>.</summary>
/// <param name="Item">The item.</param>
/// <param name="Buildset">The buildset that passed.</param>
/// <param name="Change">The change and patchset that were tested.</param>
/// <param name="Base">Where every branch of the queue must be.</param>
/// <param name="Commit">The tested commit, which the change's branch is moved to.</param>
public sealed record SubmitChange(
    ItemId Item,
    BuildsetId Buildset,
    Change Change,
    ImmutableSortedDictionary<ProjectBranch, string> Base,
    string Commit) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"submit:{Buildset}";
}

/// <summary>Tell people.</summary>
/// <param name="Id">The item and the place in its reports: unique.</param>
/// <param name="Pipeline">The pipeline that reports.</param>
/// <param name="Change">The change and patchset it is about.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">The words.</param>
/// <param name="Vote">The vote; 0 for none.</param>
/// <param name="Builds">The builds it is about.</param>
/// <param name="VotingJobs">The names of the jobs whose results decide.</param>
public sealed record SendReport(
    string Id,
    string Pipeline,
    Change Change,
    ReportKind Kind,
    string Message,
    int Vote,
    ImmutableArray<Build> Builds,
    ImmutableArray<string> VotingJobs) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"report:{Id}";
}
