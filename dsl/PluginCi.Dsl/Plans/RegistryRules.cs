using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What the registries of a site must be like.</summary>
internal static class RegistryRules
{
    private const string Id = "PCI2054";

    public static void CheckSite(ImmutableArray<Registries> parts, Findings findings)
    {
        foreach (var (plan, at) in parts.SelectMany(part => part.Plans.Select(plan => (plan, part.DeclaredAt))))
        {
            foreach (var wrong in new[] { plan.Index, plan.Files }.Where(address => address is not null && !RegistryPlan.IsAddress(address)))
            {
                findings.Error(at, Id, $"registry {plan.Name} has the address '{wrong}'; write one with http or https, a host in ASCII letters, and neither user nor query.");
            }
        }

        foreach (var same in parts.SelectMany(part => part.Plans.Select(plan => (plan.Name, part.DeclaredAt))).GroupBy(one => one.Name).Where(same => same.Count() > 1))
        {
            findings.Error(same.Last().DeclaredAt, Id, $"registry {same.Key} is named {same.Count()} times; keep one.");
        }

        findings.ErrorIf(parts.Length > 1, parts.LastOrDefault()?.DeclaredAt ?? default, Id, $"the site has Registries(…) {parts.Length} times; make it one.");
    }
}
