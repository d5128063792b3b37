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

    /// <summary>Makes the plan.</summary>
    /// <param name="site">What the script returned.</param>
    /// <param name="path">The script, for what is wrong with the whole of it.</param>
    /// <param name="findScheduleTrouble">Says what is wrong with a cron expression, or null.</param>
    /// <param name="findExpressionTrouble">Says what is wrong with an expression of a policy, or null.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <returns>The plan, or null when something is.</returns>
    public static SitePlan? Make(Site site, string path, Func<string, string?> findScheduleTrouble, Func<string, string?> findExpressionTrouble, Findings findings)
    {
        var groups = site.Parts.OfType<Group>().ToArray();
        var repositories = site.Parts.OfType<Repository>().Concat(groups.SelectMany(group => group.Members)).Distinct().ToArray();
        var pipelines = site.Parts.OfType<Pipeline>().ToArray();
        var plans = pipelines.Length == 0 ? Usual : [.. pipelines.Select(pipeline => pipeline.Plan)];
        findings.ErrorIf(repositories.Length == 0, new Place(path, 0), "PCI2008", "the site has no repositories; give Site(…) a Repository(\"name\") or a Group(\"name\", …).", nameof(Ci.Site));
        string[] names = [.. plans.Select(plan => plan.Name)];
        new RepositoryRules(repositories, names, [.. site.Parts.OfType<Template>().Select(template => template.Name)], findings).Check();
        var semaphores = site.Parts.OfType<Semaphore>().ToArray();
        CheckSemaphores(semaphores, findings);
        var egress = site.Parts.OfType<Egress>().ToImmutableArray();
        NetworkRules.CheckSite(egress, findings);
        var registries = site.Parts.OfType<Registries>().ToImmutableArray();
        RegistryRules.CheckSite(registries, findings);
        var secrets = site.Parts.OfType<Secret>().ToArray();
        SecretRules.CheckSite(secrets, plans, findings);
        var enforcement = new EnforcementRules(path, names, [.. semaphores.Select(semaphore => semaphore.Name)], [.. secrets.Select(secret => secret.Plan.Name)], findExpressionTrouble, findings);
        var (templates, enforced, policies) = (
            enforcement.MakeTemplates([.. site.Parts.OfType<Template>()]), enforcement.MakeEnforced([.. site.Parts.OfType<Enforced>()]), enforcement.MakePolicies([.. site.Parts.OfType<Policy>()]));
        var calm = new FreezeRules(repositories, findings);
        var (freezes, quotas) = (calm.MakeFreezes([.. site.Parts.OfType<Freeze>()]), calm.MakeQuotas([.. site.Parts.OfType<Quota>()]));
        var environments = ReleaseRules.Make([.. site.Parts.OfType<ReleaseEnvironment>()], repositories, plans, findings);
        var notifications = site.Parts.OfType<Notify>().ToArray();
        new NotifyRules(repositories, plans, findings).Check(notifications);
        CheckGroups(groups, semaphores, path, findings);
        CheckQueues(site.Parts.OfType<Queue>().ToArray(), groups, repositories, findings);
        var rules = new PipelineRules(pipelines, findScheduleTrouble, findings);
        foreach (var pipeline in pipelines)
        {
            rules.Check(pipeline);
        }

        return findings.HasErrors ? null : new SitePlan
        {
            Projects = [.. repositories.Where(repository => !repository.IsPattern).Select(repository => repository.Plan)],
            Patterns = [.. repositories.Where(repository => repository.IsPattern).Select(repository => repository.Plan)],
            Templates = [.. templates],
            Enforced = [.. enforced],
            Policies = [.. policies],
            Groups = [.. groups.Select(PlanOf)],
            Semaphores = semaphores.ToImmutableSortedDictionary(semaphore => semaphore.Name, semaphore => semaphore.Count),
            Freezes = [.. freezes],
            Quotas = [.. quotas],
            Environments = environments,
            Notifications = [.. notifications.Select(rule => rule.Plan)],
            Egress = egress.FirstOrDefault()?.Plan ?? new EgressPlan(),
            Secrets = [.. secrets.Select(secret => secret.Plan)],
            Registries = registries.FirstOrDefault()?.Plans,
            Queues = [.. site.Parts.OfType<Queue>().Select(queue => queue.Plan)],
            ReusesResults = site.ReusesResults,
            Pipelines = plans,
        };
    }

    /// <summary>Commands such as <c>pluginci freeze</c> name queues, projects and groups, and everything by <c>all</c>.</summary>
    public static void CheckName(string what, string name, Place at, Findings findings) =>
        findings.ErrorIf(name == "all", at, "PCI2029", $"a {what} cannot be named 'all', which means everything in commands; rename it.", what switch { "group" => nameof(Ci.Group), "queue" => nameof(Repository.Queue), "freeze" => nameof(Ci.Freeze), _ => null });

    private static GroupPlan PlanOf(Group group)
    {
        var members = group.Members.Where(member => !member.IsPattern).Select(member => member.Plan.Name).ToImmutableArray();
        return new GroupPlan(group.Name, members, [.. group.Jobs.Select(job => job.Plan with
        {
            Stage = Stage.Acceptance,
            Repositories = members,
            Needs = ProjectPlanner.NamesOf(job.Needs),
            SoftNeeds = ProjectPlanner.NamesOf(job.SoftNeeds),
        })])
        {
            Patterns = [.. group.Members.Where(member => member.IsPattern).Select(member => member.Plan.Name.Value)],
        };
    }

    private static void CheckSemaphores(Semaphore[] semaphores, Findings findings)
    {
        foreach (var semaphore in semaphores)
        {
            findings.ErrorIf(semaphore.Name.Length == 0, semaphore.DeclaredAt, "PCI2026", "a semaphore has no name.");
            findings.ErrorIf(semaphore.Count < 1, semaphore.DeclaredAt, "PCI2006", $"semaphore '{semaphore.Name}' may be held by {semaphore.Count} builds; it must be 1 or more.");
        }

        foreach (var same in semaphores.GroupBy(semaphore => semaphore.Name).Where(same => same.Count() > 1))
        {
            findings.Error(same.Last().DeclaredAt, "PCI2026", $"semaphore '{same.Key}' is defined {same.Count()} times; keep one.");
        }
    }

    private static void CheckGroups(Group[] groups, Semaphore[] semaphores, string path, Findings findings)
    {
        var at = new Place(path, 0);
        foreach (var group in groups)
        {
            findings.ErrorIf(group.Members.IsEmpty, at, "PCI2023", $"group '{group.Name}' has no members; name at least one repository.", nameof(Ci.Group));
            CheckName("group", group.Name, at, findings);
            NeedRules.Check(group.Jobs, $"group '{group.Name}'", "its .Acceptance(…)", findings);
            var queues = group.Members.Select(member => member.Plan.Queue).OfType<string>().Distinct().ToArray();
            findings.ErrorIf(queues.Length > 1, at, "PCI2028", $"the members of group '{group.Name}' share a queue, but name several: {string.Join(", ", queues)}; name one.", nameof(Ci.Group));
        }

        foreach (var same in groups.GroupBy(group => group.Name).Where(same => same.Count() > 1))
        {
            findings.Error(at, "PCI2022", $"group '{same.Key}' is defined {same.Count()} times; merge them into one.", nameof(Ci.Group));
        }

        var jobs = groups.SelectMany(group => group.Jobs).ToArray();
        ProjectPlanner.CheckNames(jobs, findings);
        foreach (var job in jobs)
        {
            JobRules.Check(job, findings);
            SecretRules.CheckStage(job, isStaged: true, findings);
            foreach (var unknown in job.Plan.Semaphores.Where(name => semaphores.All(semaphore => semaphore.Name != name)))
            {
                findings.Error(job.DeclaredAt, "PCI2026", $"job '{job.Plan.Name}' holds semaphore '{unknown}', which the site does not have; add Semaphore(\"{unknown}\", 1) to Site(…).{Nearest.Question(unknown, semaphores.Select(semaphore => semaphore.Name))}", nameof(Job.Semaphore));
            }
        }
    }

    private static void CheckQueues(Queue[] queues, Group[] groups, Repository[] repositories, Findings findings)
    {
        var known = repositories.SelectMany(repository => new[] { repository.Plan.Queue, repository.Plan.Name.Value })
            .Concat(groups.Select(group => group.Name)).OfType<string>().ToHashSet();
        foreach (var queue in queues)
        {
            findings.ErrorIf(!known.Contains(queue.Plan.Name), queue.DeclaredAt, "PCI2028", $"queue '{queue.Plan.Name}' has no projects: a queue has the name that its repositories give it, else that of the first of their groups, else that of the repository.{Nearest.Question(queue.Plan.Name, known)}");
        }

        foreach (var same in queues.GroupBy(queue => queue.Plan.Name).Where(same => same.Count() > 1))
        {
            findings.Error(same.Last().DeclaredAt, "PCI2022", $"queue '{same.Key}' is defined {same.Count()} times; keep one.");
        }
    }
}
