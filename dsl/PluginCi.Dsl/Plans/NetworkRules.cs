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
            CheckForm(host, $"job '{plan.Name}' asks for", at, nameof(Job.Network), findings);
        }
    }

    private static void CheckForm(string host, string who, Place at, string? word, Findings findings)
    {
        if (Uri.TryCreate(host, UriKind.Absolute, out var address) && host.Contains("://", StringComparison.Ordinal))
        {
            findings.Error(at, "PCI2056", $"{who} the address '{host}'; hosts are allowed, and not addresses: write '{(address.IsDefaultPort ? address.Host : address.Authority)}'.", word);
            return;
        }

        findings.Error(at, "PCI2051", $"{who} the host '{host}'; {Form}.", word);
    }

    public static void CheckSite(ImmutableArray<Egress> parts, Findings findings)
    {
        foreach (var egress in parts)
        {
            string[] allowed = [.. egress.Plan.Reviewed, .. egress.Plan.Unreviewed];
            foreach (var host in allowed.Concat(egress.Plan.Inside).Distinct().Where(host => HostPattern.Parse(host) is null))
            {
                CheckForm(host, "Egress names", egress.DeclaredAt, word: null, findings);
            }

            foreach (var host in egress.Plan.Inside.Where(host => HostPattern.Parse(host) is { } inside && (inside.IsBelow || !allowed.Any(other => HostPattern.Parse(other)?.Covers(inside) is true))))
            {
                findings.Error(egress.DeclaredAt, "PCI2052", $"Egress(inside: …) names '{host}'; it must name single hosts of the other lists.");
            }
        }

        findings.ErrorIf(parts.Length > 1, parts.LastOrDefault()?.DeclaredAt ?? default, "PCI2052", $"the site has Egress(…) {parts.Length} times; make it one.");
    }
}
