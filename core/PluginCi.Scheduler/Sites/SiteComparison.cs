using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Compares what projects would run under two sites.</summary>
/// <param name="scripts">Evaluates their scripts.</param>
public sealed class SiteComparison(IScripts scripts)
{
    // What developers do wrong by a new policy is what it is for; a site that a script cannot be evaluated with is a mistake of the site.
    private static readonly ImmutableHashSet<string> OfPolicies = ["PCI2411", "PCI2412", "PCI2413"];

    // A machine that was too busy says nothing of a site.
    private static readonly ImmutableHashSet<string> Passing = ["PCI2201", "PCI2202"];

    private readonly ProjectPlans _plans = new(scripts);
    private Site? _site;

    /// <summary>Makes the jobs that a project runs in a pipeline.</summary>
    /// <param name="site">The site.</param>
    /// <param name="target">The project and its branch.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="files">The project's scripts, by path.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The jobs, and what is wrong: when there is anything, they must not run.</returns>
    public async Task<(ImmutableArray<JobPlan> Jobs, ImmutableArray<Diagnostic> Errors)> MakeJobsAsync(
        SitePlan site, ProjectBranch target, string pipeline, ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken)
    {
        // Asked for each project of one site.
        _site = ReferenceEquals(_site?.Plan, site) ? _site : new Site(site);
        var (jobs, errors) = await _plans.MakeAsync(_site, target, pipeline, files, cancellationToken);
        return ([.. RunIn(site, pipeline, jobs)], errors);
    }

    /// <summary>Compares two sites.</summary>
    /// <param name="before">The one in force, complete.</param>
    /// <param name="after">The one that would be, complete.</param>
    /// <param name="read">Reads the scripts of a project; null for one that cannot be read now, which is then not compared.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The differences.</returns>
    public async Task<SiteDifferences> CompareAsync(
        SitePlan before, SitePlan after, Func<ProjectPlan, Task<ImmutableSortedDictionary<string, string>?>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(read);
        var (was, becomes) = (new Site(before), new Site(after));
        var projects = ImmutableArray.CreateBuilder<(ProjectName, ImmutableArray<string>)>();
        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        var found = new List<(ProjectPlan Project, ImmutableSortedDictionary<string, string> Files)>();
        foreach (var project in Touches(before, after) ? after.Projects.Where(project => was.Find(project.Name) is not null) : [])
        {
            if (await read(project) is { } files)
            {
                found.Add((project, files));
            }
        }

        await PrepareAsync(found, was, becomes, cancellationToken);
        foreach (var (project, files) in found)
        {
            if (await CompareAsync(was, becomes, project, files, errors, cancellationToken) is { IsEmpty: false } lines)
            {
                projects.Add((project.Name, lines));
            }
        }

        return new SiteDifferences(SiteDifference.OfSites(before, after), projects.ToImmutable(), errors.ToImmutable());
    }

    // Those of projects that the site names may share processes, which takes a fraction of the time.
    private async Task PrepareAsync(List<(ProjectPlan Project, ImmutableSortedDictionary<string, string> Files)> all, Site was, Site becomes, CancellationToken cancellationToken)
    {
        ImmutableSortedDictionary<string, string>[] named =
        [
            .. all.Where(one => !one.Project.IsSelfServed && PipelineFiles.FindEntry(one.Files.ContainsKey) is not null).Select(one => one.Files.Remove(PipelineFiles.Site)),
        ];
        await scripts.PrepareProjectsAsync(named, was.PipelineNames, cancellationToken);
        if (!was.PipelineNames.SequenceEqual(becomes.PipelineNames))
        {
            await scripts.PrepareProjectsAsync(named, becomes.PipelineNames, cancellationToken);
        }
    }

    // Whether any script can come to something else.
    private static bool Touches(SitePlan before, SitePlan after) => Seen(before) != Seen(after);

    private static string Seen(SitePlan site) => ModelJson.Write(site with { Queues = [], Freezes = [], Quotas = [], Notifications = [], Egress = new EgressPlan(), Registries = null });

    private async Task<ImmutableArray<string>> CompareAsync(
        Site before, Site after, ProjectPlan project, ImmutableSortedDictionary<string, string> files, ImmutableArray<Diagnostic>.Builder errors, CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var target = new ProjectBranch(project.Name, project.DefaultBranch);
        foreach (var pipeline in before.PipelinesOf(project.Name).Union(after.PipelinesOf(project.Name)))
        {
            var (was, wrong) = await MakeAsync(before, target, pipeline, files, cancellationToken);
            var (becomes, broken) = await MakeAsync(after, target, pipeline, files, cancellationToken);
            if (wrong.IsEmpty && broken.FirstOrDefault(error => !OfPolicies.Contains(error.Id)) is { } mistake)
            {
                errors.Add(new Diagnostic(PipelineFiles.Site, 0, 0, DiagnosticSeverity.Error, "PCI2421", $"with this site {project.Name} could not be tested any more: {mistake}"));
                return [];
            }

            lines.AddRange(broken.Except(wrong).Select(error => $"its next change is refused, {error.Text}"));
            lines.AddRange(wrong.IsEmpty && broken.IsEmpty ? SiteDifference.OfJobs(was, becomes).Select(line => $"{line}, in {pipeline}") : []);
        }

        return [.. lines.Distinct()];
    }

    // In a pipeline that the project takes no part in it runs nothing; its script is evaluated all the same.
    private async Task<(IEnumerable<JobPlan> Jobs, ImmutableArray<Diagnostic> Errors)> MakeAsync(
        Site site, ProjectBranch target, string pipeline, ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken)
    {
        var (jobs, errors) = await _plans.MakeAsync(site, target, pipeline, files, cancellationToken);
        if (errors.FirstOrDefault(error => Passing.Contains(error.Id)) is { } trouble)
        {
            throw new OutsideException($"The script of {target.Project} could not be evaluated: {trouble.Text}", isTransient: true);
        }

        return (site.PipelinesOf(target.Project).Contains(pipeline) ? RunIn(site.Plan, pipeline, jobs) : [], errors);
    }

    private static IEnumerable<JobPlan> RunIn(SitePlan site, string pipeline, ImmutableArray<JobPlan> jobs) => jobs.Where(job =>
        job.IsRelease ? Releases.PipelinesOf(site).Contains(pipeline) : job.Pipelines.IsEmpty || job.Pipelines.Contains(pipeline));
}
