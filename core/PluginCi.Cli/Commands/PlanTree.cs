using System.Globalization;
using PluginCi.Gating;
using PluginCi.Model;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary>Draws plans as trees.</summary>
internal static class PlanTree
{
    public static Tree Of(string project, Plan plan)
    {
        var tree = new Tree($"[bold]{Markup.Escape(project)}[/]");
        if (!plan.Templates.IsEmpty)
        {
            tree.AddNode("[blue]templates of the site[/]").AddNodes(plan.Templates.Select(Markup.Escape));
        }

        var (staged, others) = (plan.Jobs.Where(job => job.Pipelines.IsEmpty).OrderBy(job => job.Stage), plan.Jobs.Where(job => !job.Pipelines.IsEmpty));
        foreach (var stage in staged.Concat(others).GroupBy(job => job.Pipelines.IsEmpty ? $"stage {job.Stage.ToString().ToLowerInvariant()}{(job.ReleasesTo is { } environment ? $" to {environment}, of what was merged" : "")}" : $"in {string.Join(", ", job.Pipelines)}"))
        {
            var branch = tree.AddNode($"[blue]{Markup.Escape(stage.Key)}[/]");
            foreach (var job in stage)
            {
                Add(branch, job);
            }
        }

        return tree;
    }

    public static Tree Of(SitePlan site)
    {
        var tree = new Tree("[bold]site[/]");
        var groups = tree.AddNode("[blue]groups[/]");
        foreach (var group in site.Groups)
        {
            var branch = groups.AddNode(Markup.Escape($"{group.Name} = {string.Join(", ", group.Projects)}"));
            foreach (var job in group.Jobs)
            {
                Add(branch, job);
            }
        }

        var alone = site.Projects.Where(project => site.Groups.All(group => !group.Projects.Contains(project.Name))).ToArray();
        if (alone.Length > 0)
        {
            tree.AddNode("[blue]projects of no group[/]").AddNodes(alone.Select(project => Markup.Escape(project.Name.Value)));
        }

        AddRules(tree, site);
        tree.AddNode("[blue]pipelines[/]").AddNodes(site.Pipelines.Select(pipeline => Markup.Escape(Describe(pipeline))));
        if (!site.Semaphores.IsEmpty)
        {
            tree.AddNode("[blue]semaphores[/]").AddNodes(site.Semaphores.Select(semaphore => Markup.Escape($"{semaphore.Key}: {semaphore.Value} at once")));
        }

        if (!site.Freezes.IsEmpty)
        {
            tree.AddNode("[blue]freezes[/]").AddNodes(site.Freezes.Select(freeze => Markup.Escape($"{freeze.Name}: {Freeze.Describe(freeze)}")));
        }

        if (!site.Notifications.IsEmpty)
        {
            tree.AddNode("[blue]notifications[/]").AddNodes(site.Notifications.Select(rule => Markup.Escape(rule.Describe())));
        }

        if (!site.Quotas.IsEmpty)
        {
            tree.AddNode("[blue]quotas[/]").AddNodes(site.Quotas.Select(quota => Markup.Escape($"{quota.Name}: {quota.Builds} builds at once of {Among(quota.Projects)}")));
        }

        if (!site.Environments.IsEmpty)
        {
            tree.AddNode("[blue]environments[/]").AddNodes(site.Environments.Select(environment => Markup.Escape(
                $"{environment.Name}: of {Among(environment.Projects)}{(environment.After.IsEmpty ? "" : $", after {string.Join(", ", environment.After)}")}{(environment.Hold is { } hold ? $", held: {hold}" : "")}")));
        }

        if (!site.Egress.Reviewed.IsEmpty || !site.Egress.Unreviewed.IsEmpty)
        {
            tree.AddNode("[blue]network[/]").AddNodes(Describe(site.Egress).Select(Markup.Escape));
        }

        if (site.Registries is { } registries)
        {
            tree.AddNode("[blue]registries[/]").AddNodes(registries.Select(registry => Markup.Escape($"{registry.Name}: {registry.Index}")).DefaultIfEmpty("none"));
        }

        return tree;
    }

    // What the site gives to projects, and what it enforces.
    private static void AddRules(Tree tree, SitePlan site)
    {
        if (!site.Patterns.IsEmpty)
        {
            tree.AddNode("[blue]projects by pattern[/]").AddNodes(site.Patterns.Select(pattern => Markup.Escape($"{pattern.Name} from {pattern.Connection}")));
        }

        foreach (var template in site.Templates)
        {
            var users = site.Projects.Concat(site.Patterns).Where(project => project.Templates.Contains(template.Name)).Select(project => project.Name.Value);
            AddJobs(tree, $"template {template.Name}, of {string.Join(", ", users.DefaultIfEmpty("those that name it"))}", template.Jobs);
        }

        foreach (var enforced in site.Enforced)
        {
            AddJobs(tree, $"enforced for {Among(enforced.Projects)}", enforced.Jobs);
        }

        if (!site.Policies.IsEmpty)
        {
            tree.AddNode("[blue]policies[/]").AddNodes(site.Policies.Select(policy => Markup.Escape($"{policy.Name} for {Among(policy.Projects)}{(policy.When is { } when ? $", when {when}" : "")}{(policy.Refusal is { } why ? $": {why}" : "")}")));
        }
    }

    private static string Among(IReadOnlyCollection<string> globs) => globs.Count == 0 ? "all projects" : string.Join(", ", globs);

    private static void AddJobs(Tree tree, string title, IEnumerable<JobPlan> jobs)
    {
        var node = tree.AddNode($"[blue]{Markup.Escape(title)}[/]");
        foreach (var job in jobs)
        {
            Add(node, job);
        }
    }

    private static IEnumerable<string> Describe(EgressPlan egress)
    {
        yield return $"all builds: {(egress.Unreviewed.IsEmpty ? "nothing" : string.Join(", ", egress.Unreviewed))}";
        yield return $"builds of reviewed code: {string.Join(", ", egress.Unreviewed.Concat(egress.Reviewed).Distinct())}";
    }

    private static string Describe(PipelinePlan pipeline)
    {
        var strategy = pipeline.Strategy == Strategy.Linear ? "" : $" ({pipeline.Strategy.ToString().ToLowerInvariant()})";
        var schedule = pipeline.Schedule is { } cron ? $" at {cron} UTC" : "";
        return $"{pipeline.Name}: {pipeline.Manager.ToString().ToLowerInvariant()}{strategy}, on {string.Join(", ", pipeline.On).ToLowerInvariant()}{schedule}{(pipeline.Submits ? ", merges" : "")}";
    }

    private static void Add(TreeNode branch, JobPlan job)
    {
        var needs = job.Needs.IsEmpty && job.SoftNeeds.IsEmpty ? "" : $" after {string.Join(", ", job.Needs.Concat(job.SoftNeeds.Select(need => $"{need} if it runs")))}";
        var vote = job switch
        {
            { IsVoting: false } => ", does not vote",
            { Quarantine: { } reason } => $", in quarantine: {reason}",
            _ => "",
        };
        var node = branch.AddNode(
            $"[green]{Markup.Escape(job.Name)}[/]{Markup.Escape($"{needs}  ({Text(job.TimeLimit)}, {job.Limits.MemoryBytes >> 20} MiB, {job.Attempts} attempts{vote})")} [grey]{Markup.Escape(job.DeclaredAt)}[/]");
        foreach (var step in job.Steps)
        {
            node.AddNode(Markup.Escape(Title(step)));
        }

        node.AddNodes(Conditions(job).Select(Markup.Escape));
    }

    private static IEnumerable<string> Conditions(JobPlan job)
    {
        if (job.RunsIn is { } system)
        {
            yield return $"on {system}";
        }

        if (!job.Labels.IsEmpty)
        {
            yield return $"on executors with {string.Join(", ", job.Labels)}";
        }

        foreach (var service in job.Services)
        {
            yield return $"beside service {service.Name}{(service.RunsIn is { } its ? $" on {its}" : "")}, port {service.Port}";
        }

        if (!job.Files.IsEmpty)
        {
            yield return $"only when one of {string.Join(", ", job.Files)} changed";
        }

        if (!job.IrrelevantFiles.IsEmpty)
        {
            yield return $"not when only {string.Join(", ", job.IrrelevantFiles)} changed";
        }

        if (!job.Branches.IsEmpty)
        {
            yield return $"only on {string.Join(", ", job.Branches)}";
        }

        foreach (var cache in job.Caches)
        {
            yield return $"keeps {cache.Path}{(cache.KeyFiles.IsEmpty ? "" : $" by {string.Join(", ", cache.KeyFiles)}")}";
        }

        foreach (var line in Reports(job))
        {
            yield return line;
        }

        foreach (var (variable, secret) in job.Secrets)
        {
            yield return $"has the secret {secret} in {variable}";
        }

        if (!job.Network.IsEmpty)
        {
            yield return $"reaches {string.Join(", ", job.Network)}";
        }

        if (!job.Dependencies.IsEmpty)
        {
            yield return $"has dependencies from {string.Join(", ", job.Dependencies)}";
        }

        if (!job.Semaphores.IsEmpty)
        {
            yield return $"holds {string.Join(", ", job.Semaphores)}";
        }
    }

    private static IEnumerable<string> Reports(JobPlan job)
    {
        var least = job.LeastCoverage is { } percent ? string.Create(CultureInfo.InvariantCulture, $", at least {percent:0.##} % of the lines covered") : "";
        var forms = job.TestReports.GroupBy(glob => job.ReportFormats.GetValueOrDefault(glob, ReportFormat.JUnit)).Select(form => $"{string.Join(", ", form)} ({form.Key})").ToArray();
        if (forms.Length > 0)
        {
            yield return $"reports {string.Join(", ", forms)}{least}";
        }

        foreach (var artifact in job.Artifacts.Where(artifact => artifact.IsReport))
        {
            yield return $"shows {artifact.Name}: {string.Join(", ", artifact.Files)}";
        }
    }

    public static string Title(Step step) => step switch
    {
        ShellStep shell => shell.Command,
        ScriptStep script => script.Path,
        ImageStep image => image.Title,
        _ => step.ToString()!,
    };

    private static string Text(TimeSpan limit) => limit.TotalMinutes >= 1 ? $"{limit.TotalMinutes:0.#} min" : $"{limit.TotalSeconds:0.#} s";
}
