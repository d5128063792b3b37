using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What is wrong with the freezes and quotas of a site, and their plans.</summary>
/// <param name="repositories">The repositories of the site.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class FreezeRules(IReadOnlyCollection<Repository> repositories, Findings findings)
{
    public FreezePlan[] MakeFreezes(Freeze[] freezes)
    {
        PartRules.CheckNames("freeze", freezes.Select(freeze => (freeze.Plan.Name, freeze.DeclaredAt)), findings);
        return [.. freezes.Select(Make)];
    }

    public QuotaPlan[] MakeQuotas(Quota[] quotas)
    {
        PartRules.CheckNames("quota", quotas.Select(quota => (quota.Plan.Name, quota.DeclaredAt)), findings);
        foreach (var quota in quotas)
        {
            findings.ErrorIf(quota.Plan.Builds < 1, quota.DeclaredAt, "PCI2006", $"quota '{quota.Plan.Name}' lets {quota.Plan.Builds} builds run; it must be 1 or more.");
            CheckProjects(quota.Plan.Projects, $"quota '{quota.Plan.Name}'", quota.DeclaredAt);
        }

        return [.. quotas.Select(quota => quota.Plan)];
    }

    private FreezePlan Make(Freeze freeze)
    {
        var (plan, at, who) = (freeze.Plan, freeze.DeclaredAt, $"freeze '{freeze.Plan.Name}'");
        SitePlanner.CheckName("freeze", plan.Name, at, findings);
        findings.ErrorIf(string.IsNullOrWhiteSpace(plan.Reason), at, "PCI2441", $"{who} has no reason; say why nothing may be merged, as those who wait read it.");
        findings.ErrorIf(plan.Branches.Any(string.IsNullOrWhiteSpace), at, "PCI2443", $"{who} is for a branch without a name; write names or globs, for example .Branches(\"main\").");
        findings.ErrorIf(
            plan.Exceptions.Any(exception => string.IsNullOrWhiteSpace(exception.Topic ?? exception.Hashtag ?? "")),
            at, "PCI2443", $"{who} excepts nothing in particular; write .Except(topic: \"hotfix-*\") or .Except(hashtag: \"urgent\").", nameof(Freeze.Except));
        CheckProjects(plan.Projects, who, at);
        var (from, until) = (ReadTime(freeze.Begins, nameof(Freeze.From), who, at), ReadTime(freeze.Ends, nameof(Freeze.Until), who, at));
        findings.ErrorIf(until <= from, at, "PCI2442", $"{who} ends at {until:u}, which is not after its beginning at {from:u}.", nameof(Freeze.Until));
        return plan with { From = from, Until = until };
    }

    private DateTimeOffset? ReadTime(string? text, string verb, string who, Place at)
    {
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, (string[])["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        findings.Error(at, "PCI2442", $"'{text}' in .{verb}(…) of {who} is no time; write one such as 2026-12-18T12:00Z, or a date.", verb);
        return null;
    }

    // A freeze of a name that nothing has would stop nothing, and nobody would notice.
    private void CheckProjects(IReadOnlyCollection<string> globs, string who, Place at)
    {
        PartRules.CheckGlobs(globs, who, at, findings);
        string[] names = [.. repositories.Where(repository => !repository.IsPattern).Select(repository => repository.Plan.Name.Value)];
        string[] patterns = [.. repositories.Where(repository => repository.IsPattern).Select(repository => repository.Plan.Name.Value)];
        foreach (var unknown in globs.Where(glob => glob.AsSpan().IndexOfAny("*?!") < 0 && glob.Length > 0 && !names.Contains(glob) && !patterns.Any(pattern => Glob.IsMatch(pattern, glob))))
        {
            findings.Error(at, "PCI2444", $"{who} is for '{unknown}', which is no project of the site; name one, or write a glob such as .For(\"services/*\").{Nearest.Question(unknown, names)}", nameof(Freeze.For));
        }
    }
}
