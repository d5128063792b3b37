namespace PluginCi.Dsl;

/// <summary>What a pipeline must be like.</summary>
internal static class PipelineRules
{
    public static void Check(Pipeline pipeline, Pipeline[] all, Findings findings)
    {
        var (plan, at) = (pipeline.Plan, pipeline.DeclaredAt);
        findings.ErrorIf(plan.Name.Length == 0, at, "PCI2024", "a pipeline has no name.");
        findings.ErrorIf(all.Count(other => other.Plan.Name == plan.Name) > 1, at, "PCI2022", $"pipeline '{plan.Name}' is defined more than once; rename one.");
        findings.ErrorIf(plan.On.IsEmpty, at, "PCI2024", $"pipeline '{plan.Name}' is triggered by nothing; add .On(Patchset), .On(Approved) or .On(Recheck).");
        findings.ErrorIf(
            plan.Submits && plan.Manager != Model.PipelineManager.Dependent, at, "PCI2024", $"pipeline '{plan.Name}' merges changes that were not tested on top of each other; make it .Dependent(), or take .Submits() away.");
        findings.ErrorIf(
            plan.Window is { Start: < 1 } or { Floor: < 1 } or { Ceiling: < 0 }, at, "PCI2006", $"the window of pipeline '{plan.Name}' is {plan.Window}; start and floor must be 1 or more, the ceiling 0 or more.");
        foreach (var unknown in plan.Supercedes.Where(name => all.All(other => other.Plan.Name != name)))
        {
            findings.Error(at, "PCI2011", $"pipeline '{unknown}' does not exist. Known pipelines: {string.Join(", ", all.Select(other => other.Plan.Name))}.");
        }
    }
}
