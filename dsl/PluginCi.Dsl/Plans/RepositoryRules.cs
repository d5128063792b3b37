using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What the repositories of a site must be like, each and among themselves.</summary>
/// <param name="all">The repositories.</param>
/// <param name="pipelines">The names of the site's pipelines.</param>
/// <param name="templates">The names of its templates.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class RepositoryRules(Repository[] all, string[] pipelines, string[] templates, Findings findings)
{
    public void Check()
    {
        foreach (var repository in all)
        {
            Check(repository);
        }

        foreach (var same in all.GroupBy(repository => repository.Plan.Name).Where(same => same.Count() > 1))
        {
            findings.Error(same.Last().DeclaredAt, "PCI2022", $"repository '{same.Key}' is defined {same.Count()} times, first at {same.First().DeclaredAt}; keep one in a variable and use that.");
        }

        CheckOrder();
    }

    private void Check(Repository repository)
    {
        var (plan, at) = (repository.Plan, repository.DeclaredAt);
        var name = plan.Name.Value;
        var isBad = name.Length == 0 || name.StartsWith('/') || name.EndsWith('/') || name.Split('/').Contains("..") || name.Contains('@', StringComparison.Ordinal);
        findings.ErrorIf(isBad, at, "PCI2021", $"the repository name '{name}' must not be empty, begin or end with '/', or hold '..' or '@'.");
        var hasGlob = name.Contains('*', StringComparison.Ordinal) || name.Contains('?', StringComparison.Ordinal);
        findings.ErrorIf(!repository.IsPattern && hasGlob, at, "PCI2407", $"the repository name '{name}' is a pattern; write Repositories(\"{name}\") for all that fit it.");
        findings.ErrorIf(repository.IsPattern && (!hasGlob || name.StartsWith('!')), at, "PCI2407", $"Repositories(\"{name}\") is no pattern of names; write one such as Repositories(\"tools/*\"), or Repository(\"{name}\").");
        foreach (var unknown in plan.Templates.Where(template => !templates.Contains(template)))
        {
            findings.Error(at, "PCI2402", $"repository '{name}' uses template '{unknown}', which is not part of the site; add it to Site(…).");
        }

        SitePlanner.CheckName("repository", name, at, findings);
        if (plan.Queue is { } queue)
        {
            findings.ErrorIf(queue.Length == 0, at, "PCI2028", $"the queue of repository '{name}' has no name; give it one, or take .Queue(…) away.", nameof(Repository.Queue));
            SitePlanner.CheckName("queue", queue, at, findings);
        }

        PathRules.CheckBranch(plan.DefaultBranch, $"repository '{name}'", at, nameof(Repository.Branch), findings);
        foreach (var unknown in plan.Pipelines.Where(pipeline => !pipelines.Contains(pipeline)))
        {
            findings.Error(at, "PCI2011", $"pipeline '{unknown}' does not exist. Known pipelines: {string.Join(", ", pipelines)}.{Nearest.Question(unknown, pipelines)}", nameof(Repository.Pipelines));
        }
    }

    private void CheckOrder()
    {
        foreach (var repository in all)
        {
            foreach (var missing in repository.Plan.BuildsAfter.Where(after => all.All(other => other.Plan.Name != after.Project)))
            {
                findings.Error(repository.DeclaredAt, "PCI2027", $"repository '{repository.Plan.Name}' is built after '{missing.Project}', which is not in the site; add it to Site(…).{Nearest.Question(missing.Project.Value, all.Select(other => other.Plan.Name.Value))}", nameof(Repository.BuildAfter));
            }
        }

        foreach (var (repository, earlier) in all.SelectMany(repository => repository.Plan.BuildsAfter.Select(after => (repository, all.FirstOrDefault(other => other.Plan.Name == after.Project)))))
        {
            findings.ErrorIf(
                earlier is { IsPattern: true }, repository.DeclaredAt, "PCI2027", $"repository '{repository.Plan.Name}' is built after the pattern '{earlier?.Plan.Name}'; name the repositories that it is built after by Repository(…).", nameof(Repository.BuildAfter));
        }

        if (all.FirstOrDefault(repository => Reaches(repository.Plan, repository.Plan.Name, [])) is { } circle)
        {
            findings.Error(circle.DeclaredAt, "PCI2027", $"repository '{circle.Plan.Name}' is built after itself, through {string.Join(", ", circle.Plan.BuildsAfter.Select(after => after.Project))}: a merge would be built without end.", nameof(Repository.BuildAfter));
        }
    }

    private bool Reaches(ProjectPlan from, ProjectName wanted, HashSet<ProjectName> seen) => from.BuildsAfter.Any(after =>
        after.Project == wanted
        || (seen.Add(after.Project) && all.FirstOrDefault(other => other.Plan.Name == after.Project) is { } next && Reaches(next.Plan, wanted, seen)));
}
