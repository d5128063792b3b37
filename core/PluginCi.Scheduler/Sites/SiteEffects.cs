using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What a change of the config project does to the projects, by their scripts at the tips of their default branches.</summary>
internal sealed class SiteEffects(SiteKeeper sites, Repositories repositories, IScripts scripts, ProjectPlans plans)
{
    private const int MostLines = 40;

    // What developers do wrong by a new policy is what it is for; a site that a script cannot be evaluated with is a mistake of the site.
    private static readonly ImmutableHashSet<string> OfPolicies = ["PCI2411", "PCI2412", "PCI2413"];

    /// <summary>Compares the site in force with the one that would be.</summary>
    /// <param name="before">The site in force.</param>
    /// <param name="files">The scripts of the one that would be.</param>
    /// <param name="commits">The state under test; for projects that are not in it, their branches as they are now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The difference in lines, or null when there is none; and what is wrong with the site, in itself or for a project that it was right for.</returns>
    public async Task<(string? Effect, ImmutableArray<Diagnostic> Errors)> FindAsync(
        Site before, ImmutableSortedDictionary<string, string> files, ImmutableSortedDictionary<ProjectBranch, string> commits, CancellationToken cancellationToken)
    {
        var (evaluated, found) = await scripts.EvaluateSiteAsync(files, cancellationToken);
        if (evaluated is null)
        {
            return (null, found);
        }

        var after = new Site(sites.Complete(evaluated));
        var lines = new List<(ProjectName, ImmutableArray<string>)>();
        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in Touches(before.Plan, after.Plan) ? after.Plan.Projects.Where(project => project.Name != sites.Branch.Project) : [])
        {
            if (before.Find(project.Name) is not null && await repositories.FindScriptsAsync(project, commits, cancellationToken) is { } scripts)
            {
                lines.Add((project.Name, await CompareAsync(before, after, project, scripts, errors, cancellationToken)));
            }
        }

        ImmutableArray<string> all = [.. SiteDifference.OfSites(before.Plan, after.Plan), .. SiteDifference.Sum(lines)];
        return (all.IsEmpty ? null : Tell(all), errors.ToImmutable());
    }

    // Whether any script can come to something else: groups have their own jobs, and queues none.
    private static bool Touches(SitePlan before, SitePlan after) => Seen(before) != Seen(after);

    private static string Seen(SitePlan site) => ModelJson.Write(site with { Groups = [], Queues = [], Egress = new EgressPlan(), Registries = null });

    private async Task<ImmutableArray<string>> CompareAsync(
        Site before, Site after, ProjectPlan project, ImmutableSortedDictionary<string, string> files, ImmutableArray<Diagnostic>.Builder errors, CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var target = new ProjectBranch(project.Name, project.DefaultBranch);
        foreach (var pipeline in before.PipelineNames.Intersect(after.PipelineNames))
        {
            var (was, wrong) = await plans.MakeAsync(before, target, pipeline, files, cancellationToken);
            var (becomes, broken) = await plans.MakeAsync(after, target, pipeline, files, cancellationToken);
            if (wrong.IsEmpty && broken.FirstOrDefault(error => !OfPolicies.Contains(error.Id)) is { } mistake)
            {
                errors.Add(new Diagnostic(SiteKeeper.SiteFile, 0, 0, DiagnosticSeverity.Error, "PCI2421", $"with this site {project.Name} could not be tested any more: {mistake}"));
                return [];
            }

            lines.AddRange(broken.Except(wrong).Select(error => $"its next change is refused, {error.Text}"));
            lines.AddRange(wrong.IsEmpty && broken.IsEmpty ? SiteDifference.OfJobs(RunIn(pipeline, was), RunIn(pipeline, becomes)).Select(line => $"{line}, in {pipeline}") : []);
        }

        return [.. lines.Distinct()];
    }

    private static IEnumerable<JobPlan> RunIn(string pipeline, ImmutableArray<JobPlan> jobs) => jobs.Where(job => job.Pipelines.IsEmpty || job.Pipelines.Contains(pipeline));

    private static string Tell(ImmutableArray<string> lines) =>
        $"What this changes for projects:\n{string.Join('\n', lines.Take(MostLines).Select(line => $"* {line}"))}{(lines.Length > MostLines ? $"\n* and {lines.Length - MostLines} more; `pluginci plan --all --diff` shows all" : "")}";
}
