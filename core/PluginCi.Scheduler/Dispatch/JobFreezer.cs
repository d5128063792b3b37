using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>
/// Decides which jobs a merged state runs: for each change under test those of its project, by the script of that very state, those of every group
/// the project is in, and those of the projects that are built from it before a merge.
/// </summary>
internal sealed class JobFreezer(SchedulerOptions options, Repositories repositories, ProjectPlans plans, SiteEffects effects)
{
    private const string ProjectFile = PipelineFiles.Script;

    private readonly JobInputs _inputs = new(repositories);

    public async Task<Preparation> FreezeAsync(Site site, PrepareBuildset wish, MergedState state, CancellationToken cancellationToken)
    {
        var candidates = new List<JobCandidate>();
        var errors = new List<Diagnostic>();
        var effect = await EffectAsync(site, wish, state, errors, cancellationToken);
        foreach (var (target, change) in SubjectsOf(wish))
        {
            var own = await JobsOfAsync(site, wish, target, state, errors, cancellationToken);
            var groups = site.GroupsOf(target.Project)
                .SelectMany(group => group.Jobs.Select(job => new JobCandidate(job, group.Name, target.Project, target.Branch)))
                .ToArray();
            var files = change is { } id ? FilesOf(target.Project, state.Merges[id]) : [];
            candidates.AddRange([.. own.Concat(groups).Select(job => job with { Change = change, Files = files })]);
            candidates.AddRange([.. (await LaterJobsAsync(site, wish, target, state, errors, cancellationToken)).Select(job => job with { Change = change })]);
        }

        if (errors.Count > 0)
        {
            return new ConfigurationErrors([.. errors]);
        }

        var (jobs, missing) = JobSelection.Select(wish.Pipeline, await WithInputsAsync(site, candidates, state, cancellationToken));
        return missing.IsEmpty
            ? new ReadyToBuild(state.Commits, jobs, FootprintOf(site, wish, candidates, state), effect)
            : new ConfigurationErrors([.. missing.Select(text => Error(ProjectFile, "PCI2903", $"{text}."))]);
    }

    // A change touches the branches it merges into; its builds see those of the repositories of its jobs.
    private static Footprint FootprintOf(Site site, PrepareBuildset wish, IEnumerable<JobCandidate> candidates, MergedState state)
    {
        var writes = wish.Tested.Select(change => change.Target).ToImmutableHashSet();
        var reads = candidates
            .Where(job => job.Plan.Pipelines.IsEmpty || job.Plan.Pipelines.Contains(wish.Pipeline))
            .SelectMany(job => JobInputs.RepositoriesOf(job).Select(project => site.BranchOf(project, job.Branch, state.Commits)))
            .ToArray();
        return Array.IndexOf(reads, null) >= 0
            ? Footprint.Everything
            : new Footprint([.. reads.OfType<ProjectBranch>().Concat(writes).Select(branch => branch.Value)], [.. writes.Select(branch => branch.Value)]);
    }

    private static IEnumerable<(ProjectBranch Target, ChangeId? Change)> SubjectsOf(PrepareBuildset wish) =>
        wish.Ref is { } tested ? [(tested.Target, null)] : wish.Tested.Select(change => (change.Target, (ChangeId?)change.Id));

    // The test of a site is its own evaluation, and what it does to the projects: a bad one is rejected like a failing build.
    private async Task<string?> EffectAsync(Site site, PrepareBuildset wish, MergedState state, List<Diagnostic> errors, CancellationToken cancellationToken)
    {
        string? effect = null;
        foreach (var (target, _) in SubjectsOf(wish).Where(subject => subject.Target.Project == options.ConfigProject))
        {
            (effect, var found) = await effects.FindAsync(site, repositories.ReadScripts(target.Project, state.Commits[target]), state.Commits, cancellationToken);
            errors.AddRange(Errors(found, wish, target.Project));
        }

        return effect;
    }

    private async Task<JobCandidate[]> JobsOfAsync(
        Site site, PrepareBuildset wish, ProjectBranch target, MergedState state, List<Diagnostic> errors, CancellationToken cancellationToken) =>
        target.Project == options.ConfigProject
            ? []
            : await EvaluateAsync(site, wish, target, repositories.ReadScripts(target.Project, state.Commits[target]), errors, cancellationToken);

    /// <summary>The jobs of the projects that are built from a project, also through others, before it is merged.</summary>
    private async Task<IReadOnlyList<JobCandidate>> LaterJobsAsync(
        Site site, PrepareBuildset wish, ProjectBranch target, MergedState state, List<Diagnostic> errors, CancellationToken cancellationToken)
    {
        var jobs = new List<JobCandidate>();
        foreach (var later in site.BuiltFromBeforeMerge(target.Project))
        {
            if (site.BranchOf(later, target.Branch, state.Commits) is { } branch)
            {
                await repositories.EnsureCommitAsync(site.ConnectionOf(later), later, state.Commits[branch], cancellationToken);
                var files = repositories.ReadScripts(later, state.Commits[branch]);
                jobs.AddRange(PipelineFiles.FindEntry(files.ContainsKey) is not null || site.Find(later) is { Templates.IsEmpty: false } ? await EvaluateAsync(site, wish, branch, files, errors, cancellationToken) : []);
            }
        }

        return jobs;
    }

    private async Task<JobCandidate[]> EvaluateAsync(
        Site site, PrepareBuildset wish, ProjectBranch target, ImmutableSortedDictionary<string, string> files, List<Diagnostic> errors, CancellationToken cancellationToken)
    {
        var (jobs, found) = await plans.MakeAsync(site, target, wish.Pipeline, files, cancellationToken);
        errors.AddRange(Errors(found, wish, target.Project).Except(errors));
        if (!found.IsEmpty)
        {
            return [];
        }

        var running = Releases.AreOf(site.Plan, target.Project, wish.Ref) ? jobs : Releases.Without(jobs);
        return [.. running.Select(job => new JobCandidate(job, null, target.Project, target.Branch))];
    }

    private ImmutableArray<string> FilesOf(ProjectName project, (string Before, string After) merge) =>
        repositories.MirrorOf(project).ChangedFiles(merge.Before, merge.After);

    private async Task<IEnumerable<JobCandidate>> WithInputsAsync(
        Site site, List<JobCandidate> candidates, MergedState state, CancellationToken cancellationToken)
    {
        var whole = new List<JobCandidate>(candidates.Count);
        foreach (var job in candidates)
        {
            whole.Add(job with { Inputs = await _inputs.HashAsync(site, job, state.Commits, cancellationToken) });
        }

        return whole;
    }

    // Every project has its script at the same path. Where it may be that of another one, its folder in a workspace of several says whose it is.
    private static IEnumerable<Diagnostic> Errors(ImmutableArray<Diagnostic> diagnostics, PrepareBuildset wish, ProjectName project) => diagnostics
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Select(error => SubjectsOf(wish).All(subject => subject.Target.Project == project) ? error : error with { Path = $"{project}/{error.Path}" });

    private static Diagnostic Error(string path, string id, string text) => new(path, 0, 0, DiagnosticSeverity.Error, id, text);
}
