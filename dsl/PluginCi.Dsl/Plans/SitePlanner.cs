using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Turns the value of <c>site.csx</c> into the site's plan.</summary>
internal static class SitePlanner
{
    /// <summary>The pipelines of a site that defines none.</summary>
    public static readonly ImmutableArray<PipelinePlan> Usual =
    [
        new PipelinePlan
        {
            Name = "check",
            Manager = PipelineManager.Independent,
            On = [Trigger.Patchset, Trigger.Recheck],
            SuccessVote = 1,
            FailureVote = -1,
        },
        new PipelinePlan
        {
            Name = "gate",
            Manager = PipelineManager.Dependent,
            On = [Trigger.Approved],
            RequiresApproval = true,
            Submits = true,
            ReportsStart = true,
            SuccessVote = 2,
            FailureVote = -2,
            Precedence = Precedence.High,
            Supercedes = ["check"],
        },
    ];

    public static SitePlan? Make(Site site, string path, Findings findings)
    {
        var groups = site.Parts.OfType<Group>().ToArray();
        var repositories = site.Parts.OfType<Repository>().Concat(groups.SelectMany(group => group.Members)).Distinct().ToArray();
        var pipelines = site.Parts.OfType<Pipeline>().ToArray();
        findings.ErrorIf(repositories.Length == 0, new Place(path, 0), "PCI2008", "the site has no repositories; give Site(…) a Repository(\"name\") or a Group(\"name\", …).");
        CheckRepositories(repositories, findings);
        CheckGroups(groups, path, findings);
        foreach (var pipeline in pipelines)
        {
            PipelineRules.Check(pipeline, pipelines, findings);
        }

        return findings.HasErrors ? null : new SitePlan
        {
            Projects = [.. repositories.Select(repository => repository.Plan)],
            Groups = [.. groups.Select(PlanOf)],
            Pipelines = pipelines.Length == 0 ? Usual : [.. pipelines.Select(pipeline => pipeline.Plan)],
        };
    }

    private static GroupPlan PlanOf(Group group)
    {
        var members = group.Members.Select(member => member.Plan.Name).ToImmutableArray();
        return new GroupPlan(group.Name, members, [.. group.Jobs.Select(job => job.Plan with
        {
            Stage = Stage.Acceptance,
            Repositories = members,
            Needs = [.. job.Needs.Select(need => need.Plan.Name).Distinct()],
        })]);
    }

    private static void CheckRepositories(Repository[] repositories, Findings findings)
    {
        foreach (var repository in repositories)
        {
            var name = repository.Plan.Name.Value;
            var isBad = name.Length == 0 || name.StartsWith('/') || name.EndsWith('/') || name.Split('/').Contains("..") || name.Contains('@', StringComparison.Ordinal);
            findings.ErrorIf(isBad, repository.DeclaredAt, "PCI2021", $"the repository name '{name}' must not be empty, begin or end with '/', or hold '..' or '@'.");
        }

        foreach (var same in repositories.GroupBy(repository => repository.Plan.Name).Where(same => same.Count() > 1))
        {
            findings.Error(same.Last().DeclaredAt, "PCI2022", $"repository '{same.Key}' is defined {same.Count()} times, first at {same.First().DeclaredAt}; keep one in a variable and use that.");
        }
    }

    private static void CheckGroups(Group[] groups, string path, Findings findings)
    {
        var at = new Place(path, 0);
        foreach (var group in groups)
        {
            findings.ErrorIf(group.Members.IsEmpty, at, "PCI2023", $"group '{group.Name}' has no members; name at least one repository.");
        }

        foreach (var same in groups.GroupBy(group => group.Name).Where(same => same.Count() > 1))
        {
            findings.Error(at, "PCI2022", $"group '{same.Key}' is defined {same.Count()} times; merge them into one.");
        }

        var jobs = groups.SelectMany(group => group.Jobs).ToArray();
        ProjectPlanner.CheckNames(jobs, findings);
        foreach (var job in jobs)
        {
            JobRules.Check(job, findings);
        }
    }
}
