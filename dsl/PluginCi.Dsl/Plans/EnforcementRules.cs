using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What templates, enforced jobs and policies of a site must be like.</summary>
/// <param name="path">The script, for what is wrong with the whole of it.</param>
/// <param name="pipelines">The names of the site's pipelines.</param>
/// <param name="semaphores">The names of its semaphores.</param>
/// <param name="secrets">The names of the secrets that it grants.</param>
/// <param name="findExpressionTrouble">Says what is wrong with an expression of a policy, or null.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class EnforcementRules(string path, string[] pipelines, string[] semaphores, string[] secrets, Func<string, string?> findExpressionTrouble, Findings findings)
{
    public TemplatePlan[] MakeTemplates(Template[] templates)
    {
        PartRules.CheckNames("template", templates.Select(template => (template.Name, template.DeclaredAt)), findings);
        return [.. templates.Select(MakeTemplate)];
    }

    public EnforcedPlan[] MakeEnforced(Enforced[] all)
    {
        foreach (var enforced in all)
        {
            findings.ErrorIf(enforced.Jobs.IsEmpty, enforced.DeclaredAt, "PCI2403", "Enforce(…) has no jobs, so it would enforce nothing; give it one, or take it away.");
            PartRules.CheckGlobs(enforced.Projects, "Enforce(…)", enforced.DeclaredAt, findings);
            foreach (var job in enforced.Jobs)
            {
                CheckCannotBeFed(job);
            }
        }

        return [.. all.Select(enforced => new EnforcedPlan(enforced.Projects, JobsOf([.. SelectionsOf(enforced)], "Enforce(…)", enforced.DeclaredAt)))];
    }

    public PolicyPlan[] MakePolicies(Policy[] policies)
    {
        PartRules.CheckNames("policy", policies.Select(policy => (policy.Plan.Name, policy.DeclaredAt)), findings);
        foreach (var policy in policies)
        {
            Check(policy.Plan, policy.DeclaredAt);
        }

        return [.. policies.Select(policy => policy.Plan)];
    }

    // In the stage that may have services, and in all pipelines unless it names some.
    private static IEnumerable<Selection> SelectionsOf(Enforced enforced) => enforced.InPipelines.IsEmpty
        ? [new Selection(null, Stage.Acceptance, [new JobSet(enforced.Jobs)])]
        : enforced.InPipelines.Select(name => new Selection(name, Stage.Acceptance, [new JobSet(enforced.Jobs)]));

    private TemplatePlan MakeTemplate(Template template)
    {
        findings.ErrorIf(template.Parts.All(part => part.Jobs.IsEmpty), template.DeclaredAt, "PCI2403", $"template '{template.Name}' has no jobs; give it a stage with jobs, for example Commit(Job(\"unit\").Sh(\"make test\")).");
        findings.ErrorIf(template.Parts.Any(part => part.Template is not null), template.DeclaredAt, "PCI2403", $"template '{template.Name}' is made of another one; let the projects use both.");
        return new TemplatePlan(template.Name, JobsOf(template.Parts, $"template '{template.Name}'", template.DeclaredAt));
    }

    private ImmutableArray<JobPlan> JobsOf(ImmutableArray<Selection> parts, string owner, Place at)
    {
        var jobs = ProjectPlanner.MakeJobs(parts, path, [.. pipelines], owner, findings);
        foreach (var (job, unknown) in jobs.SelectMany(job => job.Semaphores.Where(name => !semaphores.Contains(name)).Select(name => (job, name))))
        {
            findings.Error(at, "PCI2026", $"job '{job.Name}' holds semaphore '{unknown}', which the site does not have; add Semaphore(\"{unknown}\", 1) to Site(…).");
        }

        foreach (var job in jobs)
        {
            SecretRules.CheckGranted(job, secrets, at, findings);
        }

        return jobs;
    }

    // What the builds of the project leave for later ones is the project's: an enforced job that reads it would judge by it.
    private void CheckCannotBeFed(Job job)
    {
        findings.ErrorIf(
            !job.Plan.Caches.IsEmpty, job.DeclaredAt, "PCI2404", $"the enforced job '{job.Plan.Name}' keeps '{job.Plan.Caches.FirstOrDefault()?.Path}', which other jobs of the project can fill; take .Cache(…) away.");
        foreach (var step in job.Plan.Steps.OfType<ScriptStep>())
        {
            findings.Error(job.DeclaredAt, "PCI2404", $"the enforced job '{job.Plan.Name}' runs '{step.Path}', a file of the very repository that it judges; write its commands with .Sh(…), or put the program into its system.");
        }

        foreach (var image in job.Plan.Steps.OfType<ImageStep>())
        {
            findings.Error(job.DeclaredAt, "PCI2404", $"the enforced job '{job.Plan.Name}' has the step '{image.Title}', of a file of the very repository that it judges; name an image by .On(Image(…)).");
        }

        if (job.Plan.RunsIn is DebianPlan { LockFile: { } file })
        {
            findings.Error(job.DeclaredAt, "PCI2404", $"the enforced job '{job.Plan.Name}' runs on a system as in '{file}', a file of the very repository that it judges; take .Locked(…) away.");
        }
    }

    private void Check(PolicyPlan plan, Place at)
    {
        var isUnbound = plan is { MostTime: null, MostMemoryBytes: null, MostProcesses: null, MostCpus: null, MostDiskBytes: null };
        findings.ErrorIf(plan.Refusal is null && isUnbound && plan.Environment.IsEmpty, at, "PCI2406", $"policy '{plan.Name}' has no effect; add .Forbid(…), .AtMost(…) or .Env(…).");
        findings.ErrorIf(plan.Refusal is not null && string.IsNullOrWhiteSpace(plan.Refusal), at, "PCI2406", $"policy '{plan.Name}' forbids without saying why; say what is not allowed, and what to do instead.");
        findings.ErrorIf(
            plan.MostTime <= TimeSpan.Zero || plan.MostMemoryBytes < 16 << 20 || plan.MostProcesses < 8 || plan.MostCpus <= 0 || plan.MostDiskBytes < 1 << 20,
            at, "PCI2006", $"policy '{plan.Name}' has a bound that no job can run within; give it more than no time, 16 MiB of memory, 8 processes, more than 0 CPUs and 1 MiB of disk.");
        PartRules.CheckGlobs(plan.Projects, $"policy '{plan.Name}'", at, findings);
        VariableRules.Check(plan.Environment, $"policy '{plan.Name}'", at, findings);
        if (plan.When is { } expression && findExpressionTrouble(expression) is { } trouble)
        {
            findings.Error(at, "PCI2405", $"the expression '{expression}' of policy '{plan.Name}' cannot be used: {trouble}");
        }
    }
}
