using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugins;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Turns stored rows into what the API and the pages show.</summary>
internal static class RowViews
{
    public static ChangeSummary View(Change change) => new()
    {
        Id = change.Id.Value,
        Project = change.Project.Value,
        Branch = change.Branch,
        Patchset = change.Patchset,
        Commit = change.Commit,
        Subject = change.Subject,
        Owner = change.Owner,
        Topic = change.Topic,
        Status = change.Status,
        IsApproved = change.IsApproved,
        Needs = [.. change.Needs.Select(need => need.Value)],
        ReviewUrl = Links.Harmless(change.Url),
        Url = Links.To(change.Id),
    };

    public static BuildView View(BuildRow row) => new()
    {
        Id = row.Id.Value,
        Job = row.Job,
        Attempt = row.Attempt,
        Subject = row.Subject,
        Change = row.Changes.IsEmpty ? null : row.Changes[0].Value,
        Changes = [.. row.Changes.Select(change => change.Value)],
        Patchset = row.Patchset,
        Project = row.Project.Value,
        Queue = row.Queue.Value,
        Pipeline = row.Pipeline,
        Buildset = row.Buildset.Value,
        TestedOn = [.. row.Ahead.Select(change => change.Value)],
        State = row switch
        {
            { Result: not null } => BuildState.Ended,
            { StartedAt: not null } => BuildState.Running,
            _ => BuildState.Queued,
        },
        Result = row.Result,
        Message = row.Message,
        IsKept = row.IsKept,
        IsFlaky = row.IsFlaky,
        AskedAt = row.AskedAt,
        Executor = row.Executor,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        Seconds = row is { StartedAt: { } started, EndedAt: { } ended } ? (ended - started).TotalSeconds : null,
        Url = Links.To(row.Id),
        LogUrl = Links.LogOf(row.Id),
    };

    public static ArtifactView View(BuildId build, Artifact artifact) => new(
        artifact.Name,
        artifact.Size,
        artifact.Hash,
        [.. artifact.Files.Select(file => new ArtifactFileView(file.Path, file.Size, file.Hash, file.IsExecutable, Links.To(build, artifact, file)))],
        artifact.Files.Where(file => Path.GetFileName(file.Path) == "index.html").MinBy(file => file.Path.Count(letter => letter == '/')) is { } index ? Links.ToPage(build, artifact, index) : null);

    public static TestsView View(BuildTestsRow row) => new(
        row.Passed,
        row.Failed,
        row.Skipped,
        [.. row.FailedTests.Select(test => new FailedTestView(test.Name, test.Message, test.PassedIn is { } build ? Links.To(new BuildId(build)) : null))],
        row.FlakyTests,
        row.Problem.Length == 0 ? null : row.Problem);

    public static CoverageView View(CoverageReport report) => new(
        report.FileCount,
        report.Lines,
        report.CoveredLines,
        report.Percent,
        report.Branches,
        report.CoveredBranches,
        report.BranchPercent,
        [.. report.Files.Select(file => new CoveredFileView(file.Path, file.Lines, file.CoveredLines, CoverageReport.PercentOf(file.CoveredLines, file.Lines), file.Branches, file.CoveredBranches))]);

    public static FreezeView View(Freeze freeze, IReadOnlyList<string> queues) =>
        new(freeze.Scope, freeze.Merges, freeze.IsOfSite, freeze.Reason, freeze.Who, freeze.Since, freeze.Until, queues);

    public static ExecutorView View(ExecutorStanding standing) => new(
        standing.Name,
        standing.Labels,
        standing.Capacity,
        [.. standing.Running.Select(build => build.Value)],
        standing.Waiting,
        standing.Drain is { } drain ? new DrainView(drain.Who, drain.Reason, drain.Since) : null);

    public static ReportView View(ReportRow row) => new(row.At, row.Pipeline, row.Kind, row.Vote, row.Message);

    public static ReasonView View(HistoryRow row) => new(row.At, Kebab(row.Kind), row.Text);

    public static DecisionView View(ReasonRow row) => new(row.At, row.Queue.Value, row.Event, Kebab(row.Kind), row.Text);

    public static EndView View(EndRow row, Change? change) =>
        new(row.At, row.Change.Value, change?.Project.Value ?? "", change?.Subject ?? "", Kebab(row.Kind), row.Text, Links.To(row.Change));

    public static PluginView View(PluginStatus status) =>
        new(status.Id, status.Version, status.Contract, status.Capabilities, status.Health, status.Message);

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
