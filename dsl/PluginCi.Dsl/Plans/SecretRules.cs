using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What secrets must be like, where jobs name them and where the site grants them.</summary>
internal static class SecretRules
{
    // Executors' own shells read them: what would change how those work is kept from them.
    private static readonly ImmutableArray<string> Reserved = ["PATH", "HOME", "LANG", "LC_ALL", "IFS", "ENV", "BASH_ENV"];

    public static void CheckJob(JobPlan plan, Place at, Findings findings)
    {
        foreach (var (variable, name) in plan.Secrets)
        {
            CheckName(name, $"job '{plan.Name}' names", at, nameof(Job.Secret), findings);
            findings.ErrorIf(
                !VariableRules.IsName(variable) || Reserved.Contains(variable) || variable.StartsWith("PLUGINCI_", StringComparison.OrdinalIgnoreCase), at, "PCI2431",
                $"job '{plan.Name}' wants the secret '{name}' in the environment variable '{variable}'; use letters, digits and '_', not beginning with a digit, and none of {string.Join(", ", Reserved)} and PLUGINCI_….", nameof(Job.Secret));
            findings.ErrorIf(
                plan.Environment.ContainsKey(variable), at, "PCI2432", $"job '{plan.Name}' sets the environment variable '{variable}' and wants the secret '{name}' in it; take .Env(\"{variable}\", …) away, or take another variable.", nameof(Job.Secret));
        }
    }

    /// <summary>A stage runs in all pipelines, and so for changes that nobody has looked at.</summary>
    public static void CheckStage(Job job, bool isStaged, Findings findings) => findings.ErrorIf(
        isStaged && !job.Plan.Secrets.IsEmpty, job.DeclaredAt, "PCI2433",
        $"job '{job.Plan.Name}' names the secret '{job.Plan.Secrets.Values.FirstOrDefault()}' and runs in every pipeline, also for changes that nobody has reviewed, which never get one; return it in In(\"…\", …) of pipelines of reviewed code alone.",
        nameof(Job.Secret));

    /// <summary>Checks a job of the site's own.</summary>
    public static void CheckGranted(JobPlan job, string[] granted, Place at, Findings findings)
    {
        foreach (var unknown in job.Secrets.Values.Except(granted))
        {
            findings.Error(at, "PCI2434", $"job '{job.Name}' names the secret '{unknown}', which the site grants to nobody; add Secret(\"{unknown}\").For(\"…\").In(\"…\") to Site(…).{Nearest.Question(unknown, granted)}");
        }
    }

    public static void CheckSite(Secret[] grants, ImmutableArray<PipelinePlan> pipelines, Findings findings)
    {
        foreach (var (grant, at) in grants.Select(secret => (secret.Plan, secret.DeclaredAt)))
        {
            CheckName(grant.Name, "the site grants", at, null, findings);
            findings.ErrorIf(
                grant.Projects.IsEmpty || grant.Pipelines.IsEmpty, at, "PCI2434", $"the secret '{grant.Name}' is granted to nobody; say for which projects by .For(\"…\") and in which pipelines by .In(\"…\"), or take it away.");
            PartRules.CheckGrant(grant.Projects, $"the secret '{grant.Name}'", at, findings);
            foreach (var name in grant.Pipelines)
            {
                CheckPipeline(grant.Name, name, pipelines, at, findings);
            }
        }
    }

    private static void CheckPipeline(string secret, string name, ImmutableArray<PipelinePlan> pipelines, Place at, Findings findings)
    {
        var known = pipelines.Select(pipeline => pipeline.Name).ToArray();
        var pipeline = pipelines.FirstOrDefault(pipeline => pipeline.Name == name);
        findings.ErrorIf(pipeline is null, at, "PCI2011", $"pipeline '{name}' does not exist. Known pipelines: {string.Join(", ", known)}.{Nearest.Question(name, known)}");
        findings.ErrorIf(
            pipeline is { MayBeReviewed: false }, at, "PCI2435",
            $"the secret '{secret}' is granted in '{name}', whose builds never count as reviewed and so never get one; grant it in a gate that wants approvals, or in a pipeline for what was merged, On(RefUpdated).");
    }

    private static void CheckName(string name, string who, Place at, string? word, Findings findings) => findings.ErrorIf(
        !JobPlan.IsName(name), at, "PCI2431", $"{who} the secret '{name}', which is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.", word);
}
