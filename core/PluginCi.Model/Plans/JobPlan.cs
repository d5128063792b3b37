using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Model;

/// <summary>One job as frozen data: everything an executor needs to know but where to run it.</summary>
public sealed partial record JobPlan
{
    /// <summary>The job's name, unique in its plan: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The stage it belongs to; most only order what people read, and <see cref="Needs"/> orders what runs; see <see cref="IsRelease"/> for those that do more.</summary>
    public Stage Stage { get; init; }

    /// <summary>The environment of the site that it promotes or deploys to; null for the jobs of other stages.</summary>
    public string? ReleasesTo { get; init; }

    /// <summary>The pipelines it runs in; empty means every pipeline that tests changes.</summary>
    public ImmutableArray<string> Pipelines { get; init; } = [];

    /// <summary>The jobs of the same plan that must have passed before it starts.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>What it runs, in order; the first step that fails ends it.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>Environment variables it adds, by name.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The secrets that its steps get, each by the name of the environment variable that holds its value; the site must grant them. Values are in no plan.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The system that its steps see; null for what the executor shows by itself.</summary>
    public EnvironmentPlan? RunsIn { get; init; }

    /// <summary>
    /// The projects that are checked out for it, each into a folder of its name below the workspace. Empty means the change's project alone,
    /// and steps run in its folder; for the job of a group it holds the group's members, and steps run in the workspace itself.
    /// </summary>
    public ImmutableArray<ProjectName> Repositories { get; init; } = [];

    /// <summary>How long it may run. Default 30 minutes; more than zero.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often it is tried when its worker is lost. Default 3; 1 or more.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>False when its result is told but does not decide. Default true.</summary>
    public bool IsVoting { get; init; } = true;

    /// <summary>The jobs of the same plan that must be done before it starts, if they run at all; when one of them failed, it is skipped.</summary>
    public ImmutableArray<string> SoftNeeds { get; init; } = [];

    /// <summary>What a job that it needs must have returned for it to run; else it is left out, which is no failure. Null when it always runs.</summary>
    public JobCondition? OnlyIf { get; init; }

    /// <summary>Globs of files; it runs only for a change that touches one of them. Empty means it always runs.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Globs of files; it does not run for a change that touches only such files. Empty means it always runs.</summary>
    public ImmutableArray<string> IrrelevantFiles { get; init; } = [];

    /// <summary>Globs of branches; it runs only for those. Empty means all.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>True when no build of an item behind starts before this one passed. Source: Zuul job attribute <c>hold-following-changes</c>.</summary>
    public bool HoldsFollowing { get; init; }

    /// <summary>True when it stays up for the jobs that need it: they start when it pauses, and it ends when they are done. Source: Zuul's <c>pause</c>.</summary>
    public bool Pauses { get; init; }

    /// <summary>The semaphores it holds while it runs, each named in the site; all are taken at once or none.</summary>
    public ImmutableArray<string> Semaphores { get; init; } = [];

    /// <summary>How often a build that failed is tried again on the same state before the failure counts. Default 0. A pass then is recorded as a flake.</summary>
    public int FlakeRetries { get; init; }

    /// <summary>Why its result does not count for now although it would vote; null when it counts. It runs and is listed all the same.</summary>
    public string? Quarantine { get; init; }

    /// <summary>Regular expressions of output lines that tell that the build will fail, while it still runs. Source: Zuul job attribute <c>failure-output</c>.</summary>
    public ImmutableArray<string> FailurePatterns { get; init; } = [];

    /// <summary>Globs of the files that its steps write about their tests, from the folder that steps start in. Empty for none.</summary>
    public ImmutableArray<string> TestReports { get; init; } = [];

    /// <summary>The form of those <see cref="TestReports"/> that are not of <see cref="ReportFormat.JUnit"/>, by glob. A file that fits several globs is read by the first of them.</summary>
    public ImmutableSortedDictionary<string, ReportFormat> ReportFormats { get; init; } = ImmutableSortedDictionary<string, ReportFormat>.Empty;

    /// <summary>How much of the lines its tests must run for it to pass, in percent by all its reports of coverage together; null when it does not matter. More than 0, at most 100.</summary>
    public double? LeastCoverage { get; init; }

    /// <summary>What it hands on to the jobs that need it, besides the data that its builds may return.</summary>
    public ImmutableArray<ArtifactPlan> Artifacts { get; init; } = [];

    /// <summary>The artifacts of other jobs that it starts with. Of two files with one path the later one stays.</summary>
    public ImmutableArray<FetchPlan> Fetches { get; init; } = [];

    /// <summary>What the executor that runs it must offer, each by a label of that executor or by its name. Empty for any.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>The folders that it keeps from build to build. Paths are unique.</summary>
    public ImmutableArray<CachePlan> Caches { get; init; } = [];

    /// <summary>The hosts that its steps may reach through a proxy, each in the form of <see cref="HostPattern"/>, as far as the site allows. Empty for no network.</summary>
    public ImmutableArray<string> Network { get; init; } = [];

    /// <summary>The registries that its steps have their dependencies from, through the server's cache, each by a name of <see cref="RegistryPlan.Names"/>. Empty for none.</summary>
    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>What runs beside its steps, from before the first one until its end.</summary>
    public ImmutableArray<ServicePlan> Services { get; init; } = [];

    /// <summary>What it may use of the machine.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>True when its result decides.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Decides => IsVoting && Quarantine is null;

    /// <summary>True for a job of <see cref="Stage.Promote"/> or <see cref="Stage.Deploy"/>, which runs for what was merged only, after all of the other stages.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRelease => Stage is Stage.Promote or Stage.Deploy;

    /// <summary>Where the script declares it, <c>path(line)</c>.</summary>
    public string DeclaredAt { get; init; } = "";

    /// <summary>Whether a name is one that a job, an artifact or another thing of a script may have.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, beginning with a letter or digit.</returns>
    public static bool IsName(string name) => NameForm().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex NameForm();
}
