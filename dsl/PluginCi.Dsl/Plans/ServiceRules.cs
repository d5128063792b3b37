using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What the services of a job must be like.</summary>
internal static partial class ServiceRules
{
    private const string Id = "PCI2030";

    public static void Check(Job job, Findings findings)
    {
        foreach (var (service, plan) in job.Services.Zip(job.Plan.Services))
        {
            var who = $"service '{plan.Name}' of job '{job.Plan.Name}'";
            findings.ErrorIf(service.Obstacle is not null, job.DeclaredAt, Id, $"{who} {service.Obstacle}", nameof(Job.Service));
            Check(plan, who, job.DeclaredAt, findings);
            JobRules.CheckSystem(plan.RunsIn, who, job.DeclaredAt, findings);
            JobRules.CheckLimits(plan.Limits, who, job.DeclaredAt, findings);
        }

        if ((!job.Plan.Network.IsEmpty || !job.Plan.Dependencies.IsEmpty) && job.Plan.Services.FirstOrDefault(service => service.Port == EgressPlan.ProxyPort) is { } taken)
        {
            findings.Error(job.DeclaredAt, Id, $"service '{taken.Name}' of job '{job.Plan.Name}' listens on port {taken.Port}, where a job with .Network(…) or .Dependencies(…) has its proxy; give it another one by .Port(…).", nameof(Job.Service));
        }

        foreach (var same in job.Plan.Services.GroupBy(service => service.Name).Where(same => same.Count() > 1))
        {
            findings.Error(job.DeclaredAt, Id, $"job '{job.Plan.Name}' has {same.Count()} services named '{same.Key}'; give one another name by .Named(\"…\").", nameof(Job.Service));
        }

        foreach (var same in job.Plan.Services.GroupBy(service => service.Port).Where(same => same.Count() > 1))
        {
            findings.Error(job.DeclaredAt, Id, $"the services {string.Join(" and ", same.Select(service => $"'{service.Name}'"))} of job '{job.Plan.Name}' listen on port {same.Key}; give one another port.", nameof(Job.Service));
        }
    }

    private static void Check(ServicePlan plan, string who, Place at, Findings findings)
    {
        findings.ErrorIf(!NameForm().IsMatch(plan.Name), at, Id, $"{who} has a name that is not of small letters, digits and '-', beginning with a letter; rename it.", nameof(Job.Service));
        findings.ErrorIf(plan.Port is < 1024 or > 65535, at, Id, $"{who} listens on port {plan.Port}; give it one from 1024 to 65535.", nameof(Job.Service));
        findings.ErrorIf(string.IsNullOrWhiteSpace(plan.Start ?? "its image's own"), at, Id, $"{who} has an empty command; say what runs it.", nameof(Job.Service));
        findings.ErrorIf(plan.Ready is not null && string.IsNullOrWhiteSpace(plan.Ready), at, Id, $"{who} has an empty command in .Ready(…); say what passes when it can be used.", nameof(Job.Service));
        findings.ErrorIf(plan.ReadyWithin <= TimeSpan.Zero || plan.ReadyWithin > TimeSpan.FromMinutes(10), at, Id, $"{who} may take {plan.ReadyWithin} until it is ready; it must be more than zero and at most 10 minutes.", nameof(Job.Service));
        foreach (var name in plan.Environment.Keys.Where(name => !VariableForm().IsMatch(name) || name is "PATH" or "HOME"))
        {
            findings.Error(at, "PCI2010", $"{who} sets the environment variable '{name}'; use letters, digits, '_', '.' and '-', and not PATH or HOME.", nameof(Job.Service));
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]*\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex VariableForm();
}
