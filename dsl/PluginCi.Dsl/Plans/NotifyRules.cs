using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What is wrong with the notification rules of a site. Whether the server has their connections only the server knows.</summary>
/// <param name="repositories">The repositories of the site.</param>
/// <param name="pipelines">The pipelines of the site.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class NotifyRules(IReadOnlyCollection<Repository> repositories, ImmutableArray<PipelinePlan> pipelines, Findings findings)
{
    private readonly string[] _projects = [.. repositories.Where(repository => !repository.IsPattern).Select(repository => repository.Plan.Name.Value)];
    private readonly string[] _patterns = [.. repositories.Where(repository => repository.IsPattern).Select(repository => repository.Plan.Name.Value)];

    public void Check(Notify[] rules)
    {
        foreach (var rule in rules)
        {
            Check(rule.Plan, $"Notify(\"{rule.Plan.Connection}\")", rule.DeclaredAt);
        }

        foreach (var same in rules.GroupBy(rule => Meaning(rule.Plan)).Where(same => same.Count() > 1))
        {
            findings.Error(same.Last().DeclaredAt, "PCI2453", $"Notify(\"{same.First().Plan.Connection}\") says the same {same.Count()} times; keep one.");
        }
    }

    private void Check(NotificationRule plan, string who, Place at)
    {
        findings.ErrorIf(!JobPlan.IsName(plan.Connection), at, "PCI2455", $"{who} names no connection: a name is of letters, digits, '-', '_' and '.', beginning with a letter or digit; write the name that pluginci.yaml gives to what notifies.");
        PartRules.CheckGlobs(plan.Projects, who, at, findings);
        foreach (var unknown in plan.Projects.Where(glob => !string.IsNullOrWhiteSpace(glob) && !MayFit(glob)))
        {
            findings.Error(at, "PCI2452", $"{who} is for '{unknown}', which fits no project of the site; correct it, or add the project by Repository(\"…\").{Nearest.Question(unknown, _projects)}", nameof(Notify.For));
        }

        string[] known = [.. pipelines.Select(pipeline => pipeline.Name)];
        foreach (var unknown in plan.Pipelines.Except(known))
        {
            findings.Error(at, "PCI2451", $"{who} is for the pipeline '{unknown}', which the site does not have. Known pipelines: {string.Join(", ", known)}.{Nearest.Question(unknown, known)}", nameof(Notify.In));
        }

        CheckKinds(plan, who, at);
    }

    private void CheckKinds(NotificationRule plan, string who, Place at)
    {
        findings.ErrorIf(plan.Kinds.IsEmpty || !plan.Kinds.All(Enum.IsDefined), at, "PCI2454", $"{who} tells of nothing; name what to tell of, for example .On(ReportKind.Failure), or take .On() away.", nameof(Notify.On));
        var its = pipelines.Where(pipeline => plan.Pipelines.IsEmpty || plan.Pipelines.Contains(pipeline.Name)).ToArray();
        findings.ErrorIf(
            plan.Kinds.Contains(ReportKind.Start) && its.Length > 0 && !its.Any(pipeline => pipeline.ReportsStart), at, "PCI2454",
            $"{who} tells of starts, which {(its.Length == 1 ? $"'{its[0].Name}' does" : "its pipelines do")} not report; add .ReportStart() to the pipeline, or take ReportKind.Start away.", nameof(Notify.On));
    }

    // What comes by a pattern of the site may have any name that fits that, so that a glob beside a pattern is not judged.
    private bool MayFit(string glob) =>
        _projects.Any(name => Glob.IsMatch(glob, name)) || (glob.AsSpan().IndexOfAny("*?!") < 0 ? _patterns.Any(pattern => Glob.IsMatch(pattern, glob)) : _patterns.Length > 0);

    private static string Meaning(NotificationRule plan) =>
        string.Join('\n', plan.Connection, Sorted(plan.Projects), Sorted(plan.Pipelines), Sorted(plan.Kinds.Select(kind => kind.ToString())));

    private static string Sorted(IEnumerable<string> texts) => string.Join(' ', texts.Distinct().Order(StringComparer.Ordinal));
}
