using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What is wrong with the jobs of the stages Promote and Deploy, and with the environments of a site.</summary>
internal static class ReleaseRules
{
    /// <summary>Whether a part of a project promotes or deploys.</summary>
    public static bool IsRelease(Selection part) => part is { Pipeline: null, Stage: Stage.Promote or Stage.Deploy };

    /// <summary>Checks a job that is returned in one of these stages.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">What it is returned in.</param>
    /// <param name="isForOnePipeline">Says whether a job runs in pipelines that <c>In(…)</c> names alone.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static void CheckJob(Job job, Selection[] parts, Func<Job, bool> isForOnePipeline, Findings findings)
    {
        if (!parts.Any(IsRelease))
        {
            return;
        }

        var (plan, at) = (job.Plan, job.DeclaredAt);
        var places = parts.Select(Describe).Distinct().ToArray();
        findings.ErrorIf(
            places.Length > 1, at, "PCI2466", $"job '{plan.Name}' is returned in {string.Join(" and in ", places)}; what promotes or deploys runs in one place only, for what was merged. Take it out of {(places.Length > 2 ? "the others" : "one")}.");
        foreach (var environment in parts.Where(IsRelease).Select(part => part.Environment!).Distinct().Where(name => !JobPlan.IsName(name)))
        {
            findings.Error(at, "PCI2003", $"the environment name '{environment}' of job '{plan.Name}' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; write that of one in site.csx.");
        }

        findings.WarningIf(
            plan.Fetches.IsEmpty, at, "PCI2467", $"job '{plan.Name}' of {places[0]} fetches no artifact, so that it gives the environment nothing that is known; add .Fetch(…) of what a job before it publishes.");
        var (trouble, word) = plan.Pauses ? ("stays up for other jobs", nameof(Job.Pauses)) : plan.FlakeRetries > 0 ? ("is tried again when it fails", nameof(Job.RetryFlakes)) : ("keeps a folder from build to build", nameof(Job.Cache));
        findings.ErrorIf(
            plan.Pauses || plan.FlakeRetries > 0 || !plan.Caches.IsEmpty, at, "PCI2468",
            $"job '{plan.Name}' of {places[0]} {trouble}, and what promotes or deploys runs once, by itself, with nothing but what it fetches; take .{word}(…) away.", word);
        foreach (var need in job.Needs.Where(isForOnePipeline))
        {
            findings.Error(at, "PCI2469", $"job '{plan.Name}' of {places[0]} needs '{need.Plan.Name}', which does not run in every pipeline, as it is returned in In(…); return that in a stage.", nameof(Job.After));
        }
    }

    /// <summary>Makes the environments of a site.</summary>
    /// <param name="all">The environments.</param>
    /// <param name="repositories">The repositories of the site.</param>
    /// <param name="pipelines">Its pipelines.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static ImmutableArray<ReleaseEnvironmentPlan> Make(ReleaseEnvironment[] all, IReadOnlyCollection<Repository> repositories, ImmutableArray<PipelinePlan> pipelines, Findings findings)
    {
        PartRules.CheckNames("environment", all.Select(one => (one.Plan.Name, one.DeclaredAt)), findings);
        string[] projects = [.. repositories.Where(repository => !repository.IsPattern).Select(repository => repository.Plan.Name.Value)];
        foreach (var one in all)
        {
            Check(one, all, projects, findings);
        }

        findings.ErrorIf(
            all.Length > 0 && pipelines.All(pipeline => !pipeline.On.Contains(Trigger.RefUpdated)), all.FirstOrDefault()?.DeclaredAt ?? default, "PCI2470",
            "the site has environments and no pipeline for what was merged, so that nothing would be promoted to them; add Pipeline(\"post\").Supercedent().On(RefUpdated) beside its others.");
        return [.. all.Select(one => one.Plan)];
    }

    private static void Check(ReleaseEnvironment one, ReleaseEnvironment[] all, string[] projects, Findings findings)
    {
        var (plan, at, who) = (one.Plan, one.DeclaredAt, $"environment '{one.Plan.Name}'");
        findings.ErrorIf(plan.Projects.IsEmpty, at, "PCI2461", $"{who} is for no project, so that nothing can be promoted to it; add .For(\"…\"), or take it away.");
        PartRules.CheckGrant(plan.Projects, who, at, findings);
        foreach (var unknown in plan.Projects.Where(glob => !string.IsNullOrWhiteSpace(glob) && !projects.Any(name => Glob.IsMatch(glob, name))))
        {
            findings.Error(at, "PCI2461", $"{who} is for '{unknown}', which fits no project that the site names by Repository(…), and others never promote or deploy; name one.{Nearest.Question(unknown, projects)}", nameof(ReleaseEnvironment.For));
        }

        string[] names = [.. all.Select(other => other.Plan.Name)];
        foreach (var unknown in plan.After.Except(names))
        {
            findings.Error(at, "PCI2462", $"{who} comes after '{unknown}', which is no environment of the site; correct the name, or add Environment(\"{unknown}\").{Nearest.Question(unknown, names)}", nameof(ReleaseEnvironment.After));
        }

        findings.ErrorIf(
            IsBefore(plan.Name, plan.Name, all), at, "PCI2462", $"{who} comes after itself, be it through others, so that nothing could ever be promoted to it; take one .After(…) away.", nameof(ReleaseEnvironment.After));
        findings.ErrorIf(
            plan.Hold is not null && string.IsNullOrWhiteSpace(plan.Hold), at, "PCI2463", $"{who} is held without a reason; say why, as that is what deployments fail with.", nameof(ReleaseEnvironment.Held));
    }

    private static bool IsBefore(string name, string later, ReleaseEnvironment[] all)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([later]);
        while (open.TryPop(out var next))
        {
            foreach (var before in all.Where(one => one.Plan.Name == next).SelectMany(one => one.Plan.After).Where(seen.Add))
            {
                open.Push(before);
            }
        }

        return seen.Contains(name);
    }

    private static string Describe(Selection part) =>
        IsRelease(part) ? $"{part.Stage}(\"{part.Environment}\", …)" : part.Pipeline is { } pipeline ? $"In(\"{pipeline}\", …)" : $"{part.Stage}(…)";
}
