using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Turns the value of a project's script into its plan.</summary>
internal static class ProjectPlanner
{
    public static Plan? Make(Project project, string path, ImmutableArray<string> pipelines, Findings findings)
    {
        var templates = project.Parts.Select(part => part.Template).OfType<string>().Distinct().ToImmutableArray();
        findings.ErrorIf(
            templates.IsEmpty && project.Parts.All(part => part.Jobs.IsEmpty),
            new Place(path, 0), "PCI2008", "the project has no jobs, so nothing would test it; give Project(…) a stage with jobs, for example Commit(Job(\"unit\").Sh(\"make test\")).", nameof(Ci.Project));
        findings.ErrorIf(templates.Any(string.IsNullOrWhiteSpace), new Place(path, 0), "PCI2402", "FromTemplate(…) names no template; write the name of one in site.csx.", nameof(Ci.FromTemplate));
        var jobs = MakeJobs(project.Parts, path, pipelines, "the project", findings);
        return findings.HasErrors ? null : new Plan { Templates = templates, Jobs = jobs };
    }

    /// <summary>Makes the jobs of stages and pipelines.</summary>
    /// <param name="parts">The stages and pipelines.</param>
    /// <param name="path">The script.</param>
    /// <param name="pipelines">The pipelines that the site has.</param>
    /// <param name="owner">Who returns them, for messages.</param>
    /// <param name="findings">Takes what is wrong; what is made is of use only if nothing is.</param>
    public static ImmutableArray<JobPlan> MakeJobs(ImmutableArray<Selection> parts, string path, ImmutableArray<string> pipelines, string owner, Findings findings)
    {
        var jobs = parts.SelectMany(part => part.Jobs.Select(job => (job, part))).ToArray();
        CheckPipelines(parts, path, pipelines, findings);
        var distinct = jobs.Select(entry => entry.job).Distinct().ToArray();
        CheckNames(distinct, findings);
        foreach (var job in distinct)
        {
            JobRules.Check(job, findings);
        }

        foreach (var (job, _) in jobs.Where(entry => entry.part is { Pipeline: null, Stage: Stage.Commit } && !entry.job.Plan.Services.IsEmpty))
        {
            findings.Error(job.DeclaredAt, "PCI2031", $"job '{job.Plan.Name}' has services, and the commit stage gets none: what it builds and tests needs nothing else. Return the job in Integration(…) or Acceptance(…), or a check of the code in Health(…).", nameof(Job.Service));
        }

        new StageRules([.. jobs.Select(entry => (entry.job, entry.part))], findings).Check();
        NeedRules.Check(distinct, owner, owner == "the project" ? "a stage of Project(…)" : "it", findings);
        return [.. distinct.Select(job => PlanOf(job, [.. jobs.Where(entry => entry.job == job).Select(entry => entry.part)]))];
    }

    private static JobPlan PlanOf(Job job, Selection[] parts)
    {
        var staged = parts.FirstOrDefault(part => part.Pipeline is null);
        return job.Plan with
        {
            Stage = staged?.Stage ?? Stage.Commit,
            ReleasesTo = staged?.Environment,
            Pipelines = staged is null ? [.. parts.Select(part => part.Pipeline!).Distinct()] : [],
            Needs = NamesOf(job.Needs),
            SoftNeeds = NamesOf(job.SoftNeeds),
        };
    }

    internal static ImmutableArray<string> NamesOf(ImmutableArray<Job> jobs) => [.. jobs.Select(job => job.Plan.Name).Distinct()];

    private static void CheckPipelines(ImmutableArray<Selection> parts, string path, ImmutableArray<string> pipelines, Findings findings)
    {
        foreach (var part in parts.Where(part => part.Pipeline is not null && !pipelines.Contains(part.Pipeline)))
        {
            findings.Error(new Place(path, 0), "PCI2011", $"pipeline '{part.Pipeline}' does not exist. Known pipelines: {string.Join(", ", pipelines)}.{Nearest.Question(part.Pipeline!, pipelines)}", nameof(Ci.In));
        }
    }

    public static void CheckNames(IReadOnlyCollection<Job> jobs, Findings findings)
    {
        foreach (var same in jobs.GroupBy(job => job.Plan.Name).Where(same => same.Count() > 1))
        {
            findings.Error(same.Last().DeclaredAt, "PCI2002", $"there are {same.Count()} jobs named '{same.Key}', the first at {same.First().DeclaredAt}; rename one, or keep the value of the last verb in one variable.");
        }
    }
}
