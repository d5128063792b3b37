using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What a policy that holds sets: the most that a job may ask for, and variables.</summary>
internal static class PolicyBounds
{
    private static readonly JobPlan Usual = new() { Name = "" };

    /// <summary>Puts a job under a policy. One that asks for more than it may is told; one that says nothing gets what it may.</summary>
    public static JobPlan Apply(PolicyPlan policy, JobPlan job, Action<string, string> refuse)
    {
        var limits = job.Limits;
        var usual = Usual.Limits;
        return job with
        {
            TimeLimit = Bound("minutes of time", job.TimeLimit, Usual.TimeLimit, policy.MostTime, time => time.TotalMinutes),
            Limits = limits with
            {
                MemoryBytes = Bound("bytes of memory", limits.MemoryBytes, usual.MemoryBytes, policy.MostMemoryBytes, bytes => bytes),
                Processes = Bound("processes", limits.Processes, usual.Processes, policy.MostProcesses, count => count),
                Cpus = Bound("CPUs", limits.Cpus, usual.Cpus, policy.MostCpus, count => count),
                DiskBytes = Bound("bytes on disk", limits.DiskBytes, usual.DiskBytes, policy.MostDiskBytes, bytes => bytes),
            },
            Environment = WithVariables(policy, job, refuse),
        };

        T Bound<T>(string what, T asked, T usually, T? most, Func<T, double> number)
            where T : struct, IComparable<T>
        {
            if (most is not { } bound || asked.CompareTo(bound) <= 0)
            {
                return asked;
            }

            if (!asked.Equals(usually))
            {
                refuse("PCI2412", FormattableString.Invariant($"job '{job.Name}' asks for {number(asked)} {what}, and may have {number(bound)}"));
            }

            return bound;
        }
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> WithVariables(PolicyPlan policy, JobPlan job, Action<string, string> refuse)
    {
        foreach (var (name, value) in policy.Environment.Where(set => job.Environment.TryGetValue(set.Key, out var other) && other != set.Value))
        {
            refuse("PCI2413", $"job '{job.Name}' sets the variable {name}, which the site sets to '{value}'; take .Env(\"{name}\", …) away");
        }

        return job.Environment.SetItems(policy.Environment);
    }
}
