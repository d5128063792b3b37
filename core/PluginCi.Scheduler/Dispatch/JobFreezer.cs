using System.Collections.Immutable;
using Microsoft.Extensions.FileSystemGlobbing;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Decides which jobs a merged state runs: the project's own, by the script of that very state, and those of every group the project is in.</summary>
internal sealed class JobFreezer(SchedulerOptions options, Repositories repositories, IScripts scripts)
{
    private const string ProjectFile = ".pipeline/pipeline.csx";

    public async Task<Preparation> FreezeAsync(
        Site site, PrepareBuildset wish, ImmutableSortedDictionary<ProjectBranch, string> result, CancellationToken cancellationToken)
    {
        var change = wish.Change;
        var commit = result[change.Target];
        var files = repositories.ReadScripts(change.Project, commit);
        var (jobs, errors) = change.Project == options.ConfigProject
            ? await JobsOfConfigAsync(files, cancellationToken)
            : await JobsOfProjectAsync(site, change, files, cancellationToken);
        if (!errors.IsEmpty)
        {
            return new ConfigurationErrors(errors);
        }

        var changed = repositories.MirrorOf(change.Project).ChangedFiles(wish.Base[change.Target], commit);
        var wanted = WithoutOrphans([.. jobs.Concat(JobsOfGroups(site, change.Project)).Where(job => AppliesTo(job.Plan, wish.Pipeline, changed))]);
        return FindDuplicate(wanted) is { } twice
            ? new ConfigurationErrors([Error(ProjectFile, "PCI2901", $"job '{twice}' of {change.Project} has the name of a job of one of its groups; rename it.")])
            : new ReadyToBuild(result, wanted);
    }

    private async Task<(ImmutableArray<FrozenJob> Jobs, ImmutableArray<Diagnostic> Errors)> JobsOfProjectAsync(
        Site site, Change change, ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken)
    {
        if (!files.ContainsKey(ProjectFile))
        {
            return ([], [Error(ProjectFile, "PCI2902", $"{change.Project} has no {ProjectFile} on {change.Branch}, so nothing would test it; add one, `pluginci plan` shows what it means.")]);
        }

        var (plan, diagnostics) = await scripts.EvaluateProjectAsync(
            files.Remove(SiteKeeper.SiteFile), site.PipelineNames, cancellationToken);
        return plan is null
            ? ([], Errors(diagnostics))
            : ([.. plan.Jobs.Select(job => new FrozenJob(job))], []);
    }

    // The test of a site is its own evaluation: a bad one is rejected like a failing build.
    private async Task<(ImmutableArray<FrozenJob> Jobs, ImmutableArray<Diagnostic> Errors)> JobsOfConfigAsync(
        ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken)
    {
        var (site, diagnostics) = await scripts.EvaluateSiteAsync(files, cancellationToken);
        return ([], site is null ? Errors(diagnostics) : []);
    }

    private static IEnumerable<FrozenJob> JobsOfGroups(Site site, ProjectName project) =>
        site.GroupsOf(project).SelectMany(group => group.Jobs.Select(job => new FrozenJob(job, group.Name)));

    private static bool AppliesTo(JobPlan job, string pipeline, ImmutableArray<string> changed) =>
        (job.Pipelines.IsEmpty || job.Pipelines.Contains(pipeline)) && (job.Files.IsEmpty || Matches(job.Files, changed));

    private static bool Matches(ImmutableArray<string> globs, ImmutableArray<string> changed)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddIncludePatterns(globs);
        return matcher.Match(changed).HasMatches;
    }

    /// <summary>Leaves out jobs that need one that does not run here, so that they are not waited for.</summary>
    private static ImmutableArray<FrozenJob> WithoutOrphans(ImmutableArray<FrozenJob> jobs)
    {
        var names = jobs.Select(job => job.Name).ToHashSet();
        var kept = jobs.Where(job => job.Plan.Needs.All(names.Contains)).ToImmutableArray();
        return kept.Length == jobs.Length ? jobs : WithoutOrphans(kept);
    }

    private static string? FindDuplicate(ImmutableArray<FrozenJob> jobs) =>
        jobs.GroupBy(job => job.Name).FirstOrDefault(same => same.Count() > 1)?.Key;

    private static ImmutableArray<Diagnostic> Errors(ImmutableArray<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    private static Diagnostic Error(string path, string id, string text) => new(path, 0, 0, DiagnosticSeverity.Error, id, text);
}
