using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What a policy that holds sets: the most that a job and each of its services may ask for, and variables.</summary>
internal static class PolicyBounds
{
    private static readonly JobPlan UsualJob = new() { Name = "" };

    private static readonly ServicePlan UsualService = new() { Name = "", Port = 0 };

    /// <summary>Puts a job under a policy. One that asks for more than it may is told; one that says nothing gets what it may.</summary>
    public static JobPlan Apply(PolicyPlan policy, JobPlan job, Action<string, string> refuse) => job with
    {
        TimeLimit = Bound($"job '{job.Name}'", "minutes of time", job.TimeLimit, UsualJob.TimeLimit, policy.MostTime, time => time.TotalMinutes, refuse),
        Limits = Bound(policy, $"job '{job.Name}'", job.Limits, UsualJob.Limits, refuse),
        Services = [.. job.Services.Select(service => service with { Limits = Bound(policy, $"service '{service.Name}' of job '{job.Name}'", service.Limits, UsualService.Limits, refuse) })],
        Environment = WithVariables(policy, job, refuse),
    };

    private static ResourceLimits Bound(PolicyPlan policy, string who, ResourceLimits limits, ResourceLimits usual, Action<string, string> refuse) => limits with
    {
        MemoryBytes = Bound(who, "bytes of memory", limits.MemoryBytes, usual.MemoryBytes, policy.MostMemoryBytes, bytes => bytes, refuse),
        Processes = Bound(who, "processes", limits.Processes, usual.Processes, policy.MostProcesses, count => count, refuse),
        Cpus = Bound(who, "CPUs", limits.Cpus, usual.Cpus, policy.MostCpus, count => count, refuse),
        DiskBytes = Bound(who, "bytes on disk", limits.DiskBytes, usual.DiskBytes, policy.MostDiskBytes, bytes => bytes, refuse),
    };

    private static T Bound<T>(string who, string what, T asked, T usually, T? most, Func<T, double> number, Action<string, string> refuse)
        where T : struct, IComparable<T>
    {
        if (most is not { } bound || asked.CompareTo(bound) <= 0)
        {
            return asked;
        }

        if (!asked.Equals(usually))
        {
            refuse("PCI2412", FormattableString.Invariant($"{who} asks for {number(asked)} {what}, and may have {number(bound)}"));
        }

        return bound;
    }

    private static ImmutableSortedDictionary<string, string> WithVariables(PolicyPlan policy, JobPlan job, Action<string, string> refuse)
    {
        foreach (var (name, value) in policy.Environment.Where(set => job.Environment.TryGetValue(set.Key, out var other) && other != set.Value))
        {
            refuse("PCI2413", $"job '{job.Name}' sets the variable {name}, which the site sets to '{value}'; take .Env(\"{name}\", …) away");
        }

        foreach (var name in policy.Environment.Keys.Where(job.Secrets.ContainsKey))
        {
            refuse("PCI2413", $"job '{job.Name}' has the secret '{job.Secrets[name]}' in the variable {name}, which the site sets; give it another variable");
        }

        return job.Environment.SetItems(policy.Environment);
    }
}
