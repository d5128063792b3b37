using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What holds for the parts of a site that have a name of their own, or are for projects by globs.</summary>
internal static class PartRules
{
    public static void CheckNames(string what, IEnumerable<(string Name, Place At)> all, Findings findings)
    {
        foreach (var same in all.GroupBy(one => one.Name))
        {
            findings.ErrorIf(!JobPlan.IsName(same.Key), same.First().At, "PCI2003", $"the {what} name '{same.Key}' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.");
            findings.ErrorIf(same.Count() > 1, same.Last().At, "PCI2022", $"{what} '{same.Key}' is defined {same.Count()} times; keep one.");
        }
    }

    public static void CheckGlobs(IEnumerable<string> globs, string who, Place at, Findings findings) =>
        findings.ErrorIf(globs.Any(string.IsNullOrWhiteSpace), at, "PCI2407", $"{who} is for a project without a name; write names or globs, for example .For(\"services/*\").");

    /// <summary>The same of who may have something: a glob that inverts would let nearly everybody, also beside others.</summary>
    public static void CheckGrant(IReadOnlyCollection<string> globs, string who, Place at, Findings findings)
    {
        CheckGlobs(globs, who, at, findings);
        findings.ErrorIf(globs.Any(glob => glob.StartsWith('!')), at, "PCI2407", $"{who} is for all but one, so that nearly everybody may have it; write who may, for example .For(\"services/*\").");
    }
}
