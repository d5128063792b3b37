using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What hosts must be like, where jobs ask for them and where the site allows them.</summary>
internal static class NetworkRules
{
    private const string Form = "write a name in ASCII letters, such as pypi.org, or *.example.org for all below it, perhaps with a port, such as example.org:8080";

    /// <summary>One way to write a host; what is none stays as it is.</summary>
    public static string Canonical(string? host) => HostPattern.Parse(host)?.ToString() ?? host ?? "";

    public static void CheckJob(JobPlan plan, Place at, Findings findings)
    {
        foreach (var host in plan.Network.Where(host => HostPattern.Parse(host) is null))
        {
            findings.Error(at, "PCI2051", $"job '{plan.Name}' asks for the host '{host}'; {Form}.");
        }
    }

    public static void CheckSite(ImmutableArray<Egress> parts, Findings findings)
    {
        foreach (var egress in parts)
        {
            string[] allowed = [.. egress.Plan.Reviewed, .. egress.Plan.Unreviewed];
            foreach (var host in allowed.Concat(egress.Plan.Inside).Distinct().Where(host => HostPattern.Parse(host) is null))
            {
                findings.Error(egress.DeclaredAt, "PCI2051", $"Egress names the host '{host}'; {Form}.");
            }

            foreach (var host in egress.Plan.Inside.Where(host => HostPattern.Parse(host) is { } inside && (inside.IsBelow || !allowed.Any(other => HostPattern.Parse(other)?.Covers(inside) is true))))
            {
                findings.Error(egress.DeclaredAt, "PCI2052", $"Egress(inside: …) names '{host}'; it must name single hosts of the other lists.");
            }
        }

        findings.ErrorIf(parts.Length > 1, parts.LastOrDefault()?.DeclaredAt ?? default, "PCI2052", $"the site has Egress(…) {parts.Length} times; make it one.");
    }
}
