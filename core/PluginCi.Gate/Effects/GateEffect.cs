using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Something the gate wants done outside. Data with a stable key, so that doing one twice can be noticed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(PrepareBuildset), "prepare-buildset")]
[JsonDerivedType(typeof(StartBuild), "start-build")]
[JsonDerivedType(typeof(ResumeBuild), "resume-build")]
[JsonDerivedType(typeof(CancelBuild), "cancel-build")]
[JsonDerivedType(typeof(SubmitChanges), "submit-changes")]
[JsonDerivedType(typeof(SendReport), "send-report")]
[JsonDerivedType(typeof(SendNotification), "send-notification")]
[JsonDerivedType(typeof(PassOn), "pass-on")]
public abstract record GateEffect
{
    /// <summary>The same for the same wish, unique on a server.</summary>
    [JsonIgnore]
    public abstract string Key { get; }
}

/// <summary>Merge changes on a base and freeze their jobs. Answered by <see cref="BuildsetPrepared"/>.</summary>
/// <param name="Buildset">The buildset.</param>
/// <param name="Pipeline">The pipeline whose jobs are wanted.</param>
/// <param name="Merge">The changes to merge, in this order; empty when a branch or tag is tested as it is.</param>
/// <param name="Tested">The last of them, whose jobs are wanted; empty when a branch or tag is tested.</param>
/// <param name="Ref">The branch or tag that is tested as it is, or null.</param>
/// <param name="Base">The commit of every branch to merge on.</param>
/// <param name="At">The time to write into the merge commits, so that the same wish always makes the same commits.</param>
public sealed record PrepareBuildset(
    BuildsetId Buildset,
    string Pipeline,
    ImmutableArray<Change> Merge,
    ImmutableArray<Change> Tested,
    RefUpdate? Ref,
    ImmutableSortedDictionary<ProjectBranch, string> Base,
    DateTimeOffset At) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => KeyOf(Buildset);

    /// <summary>The key of the preparation of a buildset.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <returns>The key.</returns>
    public static string KeyOf(BuildsetId buildset) => $"prepare:{buildset}";
}

/// <summary>Run a job. Answered by <see cref="BuildEnded"/>, before that perhaps by <see cref="BuildFailing"/> and <see cref="BuildPaused"/>.</summary>
/// <param name="Build">The build.</param>
/// <param name="Buildset">Its buildset.</param>
/// <param name="Pipeline">Its pipeline.</param>
/// <param name="Changes">The changes it tests; empty for a branch or tag.</param>
/// <param name="Ref">The branch or tag it tests, or null.</param>
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
    ImmutableArray<Change> Changes,
    RefUpdate? Ref,
    ImmutableArray<ChangeId> Ahead,
    FrozenJob Job,
    int Attempt,
    ImmutableSortedDictionary<ProjectBranch, string> Commits,
    int Priority,
    DateTimeOffset At) : GateEffect
{
    /// <summary>The builds of the jobs that it needs, hard or soft, directly first, then through others: what it is handed is theirs, and nobody else's.</summary>
    public ImmutableArray<NeededBuild> Needs { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => KeyOf(Build);

    /// <summary>The key of a build.</summary>
    /// <param name="build">The build.</param>
    /// <returns>The key.</returns>
    public static string KeyOf(BuildId build) => $"build:{build}";

    /// <summary>The project and branch whose checkout the job runs in.</summary>
    [JsonIgnore]
    public ProjectBranch Target => Job.Project is { } project && project != Main.Project
        ? new ProjectBranch(project, Main.Branch)
        : Main;

    private ProjectBranch Main => Ref?.Target ?? Changes[0].Target;
}

/// <summary>Let a paused build end: the jobs that needed it are done. No answer but the build's end is needed.</summary>
/// <param name="Build">The build.</param>
public sealed record ResumeBuild(BuildId Build) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"resume:{Build}";
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

/// <summary>Move branches to the tested commits, all or none, if every branch is where the tests assumed it. Answered by <see cref="SubmitEnded"/>.</summary>
/// <param name="Item">The item; the last one of a batch.</param>
/// <param name="Buildset">The buildset that passed.</param>
/// <param name="Changes">The changes and patchsets that were tested, in merge order.</param>
/// <param name="Base">Where every branch of the queue must be.</param>
/// <param name="Commits">The branches to move, each with the tested commit.</param>
public sealed record SubmitChanges(
    ItemId Item,
    BuildsetId Buildset,
    ImmutableArray<Change> Changes,
    ImmutableSortedDictionary<ProjectBranch, string> Base,
    ImmutableSortedDictionary<ProjectBranch, string> Commits) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => KeyOf(Buildset);

    /// <summary>The key of the merge of a buildset.</summary>
    /// <param name="buildset">The buildset.</param>
    /// <returns>The key.</returns>
    public static string KeyOf(BuildsetId buildset) => $"submit:{buildset}";
}

/// <summary>Tell people.</summary>
/// <param name="Id">The item and the place in its reports: unique.</param>
/// <param name="Pipeline">The pipeline that reports.</param>
/// <param name="Change">The change and patchset it is about; null for a branch or tag.</param>
/// <param name="Ref">The branch or tag it is about; null for a change.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">The words.</param>
/// <param name="Vote">The vote; 0 for none.</param>
/// <param name="Builds">The builds it is about.</param>
/// <param name="VotingJobs">The names of the jobs whose results decide.</param>
public sealed record SendReport(
    string Id,
    string Pipeline,
    Change? Change,
    RefUpdate? Ref,
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

/// <summary>Tell people of a report that was told. The gate knows nothing of it: it comes of the rules of the site in force when the report is told.</summary>
/// <param name="Connection">The connection that notifies.</param>
/// <param name="Report">The report.</param>
/// <param name="Until">When it is given up if it cannot be told.</param>
public sealed record SendNotification(string Connection, SendReport Report, DateTimeOffset Until) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"notify:{Connection}:{Report.Id}";
}

/// <summary>Tell another queue: something that happened here concerns a project there.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Project">The project; its queue takes the event.</param>
/// <param name="Happened">The event.</param>
public sealed record PassOn(string Id, ProjectName Project, GateEvent Happened) : GateEffect
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"pass-on:{Id}";
}
