using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What a pipeline must be like.</summary>
/// <param name="all">The pipelines of the site.</param>
/// <param name="findScheduleTrouble">Says what is wrong with a cron expression, or null.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class PipelineRules(Pipeline[] all, Func<string, string?> findScheduleTrouble, Findings findings)
{
    private static readonly TimeSpan LongestJitter = TimeSpan.FromDays(1);

    private static readonly Trigger[] OfRefs = [Trigger.RefUpdated, Trigger.Tag, Trigger.Timer];

    public void Check(Pipeline pipeline)
    {
        var (plan, at) = (pipeline.Plan, pipeline.DeclaredAt);
        findings.ErrorIf(plan.Name.Length == 0, at, "PCI2024", "a pipeline has no name.");
        findings.ErrorIf(all.Count(other => other.Plan.Name == plan.Name) > 1, at, "PCI2022", $"pipeline '{plan.Name}' is defined more than once; rename one.");
        findings.ErrorIf(plan.On.IsEmpty, at, "PCI2024", $"pipeline '{plan.Name}' is triggered by nothing; add .On(Patchset), .On(Approved) or .On(Recheck).");
        foreach (var unknown in plan.Supercedes.Where(name => all.All(other => other.Plan.Name != name)))
        {
            findings.Error(at, "PCI2011", $"pipeline '{unknown}' does not exist. Known pipelines: {string.Join(", ", all.Select(other => other.Plan.Name))}.{Nearest.Question(unknown, all.Select(other => other.Plan.Name))}", nameof(Pipeline.Supercedes));
        }

        findings.ErrorIf(
            plan.Supercedes.Contains(plan.Name), at, "PCI2072", $"pipeline '{plan.Name}' supercedes itself, so that each change would take itself out of it; name the other pipeline.", nameof(Pipeline.Supercedes));
        findings.ErrorIf(
            plan.SuccessVote < plan.FailureVote, at, "PCI2073", $"pipeline '{plan.Name}' votes {plan.SuccessVote} for what passed and {plan.FailureVote} for what failed; write .Votes(success: {plan.FailureVote}, failure: {plan.SuccessVote}).", nameof(Pipeline.Votes));
        CheckMerging(plan, at);
        CheckNumbers(plan, at);
        CheckSchedule(plan, at);
        findings.ErrorIf(
            plan.Priorities.Any(rule => rule is { Project: null, Branch: null, Topic: null, Owner: null, Hashtag: null }),
            at, "PCI2059", $"a priority of pipeline '{plan.Name}' fits every change and so changes nothing; say which changes it is for, for example .Priority(10, hashtag: \"urgent\").", nameof(Pipeline.Priority));
    }

    private void CheckMerging(PipelinePlan plan, Place at)
    {
        var isGate = plan.Manager == PipelineManager.Dependent;
        findings.ErrorIf(
            plan.Submits && !isGate, at, "PCI2058", $"pipeline '{plan.Name}' merges changes that were not tested on top of each other; make it .Dependent(), or take .Submits() away.", nameof(Pipeline.Submits));
        findings.ErrorIf(
            plan.Strategy != Strategy.Linear && !isGate, at, "PCI2059", $"pipeline '{plan.Name}' has a strategy, which only a .Dependent() pipeline uses; make it one, or take the strategy away.", plan.Strategy == Strategy.Serial ? nameof(Pipeline.OneAtATime) : plan.Strategy.ToString());
        findings.ErrorIf(
            plan.ResultsLast is not null && !plan.Submits, at, "PCI2059", $"pipeline '{plan.Name}' bounds the age of what it merges, but merges nothing; add .Submits(), or take .ResultsLast(…) away.", nameof(Pipeline.ResultsLast));
        findings.ErrorIf(plan.ResultsLast <= TimeSpan.Zero, at, "PCI2006", $"results of pipeline '{plan.Name}' last {plan.ResultsLast}; it must be more than zero.", nameof(Pipeline.ResultsLast));
        findings.ErrorIf(
            isGate && plan.On.Any(OfRefs.Contains), at, "PCI2070", $"pipeline '{plan.Name}' tests changes on top of each other, but is triggered by branches or tags, which are none; use another pipeline for them.", plan.Schedule is null ? nameof(Pipeline.On) : nameof(Pipeline.Schedule));
    }

    private void CheckNumbers(PipelinePlan plan, Place at)
    {
        var window = plan.Window;
        findings.ErrorIf(
            window is { Start: < 0 } or { Floor: < 1 } or { Ceiling: < 0 },
            at, "PCI2006", $"the window of pipeline '{plan.Name}' starts at {window.Start} with floor {window.Floor} and ceiling {window.Ceiling}; the floor must be 1 or more, start and ceiling 0 (for no limit) or more.", nameof(Pipeline.Window));
        findings.ErrorIf(
            window.Ceiling > 0 && (window.Ceiling < window.Floor || window.Ceiling < window.Start),
            at, "PCI2006", $"the window of pipeline '{plan.Name}' starts at {window.Start} with floor {window.Floor}, both of which must not be above its ceiling of {window.Ceiling}.", nameof(Pipeline.Window));
        findings.ErrorIf(
            window.Increase.Amount < 1 || window.Decrease.Amount < 1,
            at, "PCI2006", $"the window of pipeline '{plan.Name}' grows by {window.Increase.Amount} and shrinks by {window.Decrease.Amount}; both must be 1 or more.", nameof(Pipeline.Window));
        findings.ErrorIf(plan.MostInBatch < 1, at, "PCI2006", $"pipeline '{plan.Name}' tests {plan.MostInBatch} changes as one; it must be 1 or more.", nameof(Pipeline.Batch));
        findings.ErrorIf(plan.BuildBudget < 1, at, "PCI2006", $"pipeline '{plan.Name}' may build {plan.BuildBudget} states at once; it must be 1 or more.", nameof(Pipeline.Probabilistic));
        findings.ErrorIf(plan.MostChanges < 0, at, "PCI2006", $"pipeline '{plan.Name}' takes at most {plan.MostChanges} changes together; it must be 0 (for no limit) or more.", nameof(Pipeline.MostChanges));
    }

    private void CheckSchedule(PipelinePlan plan, Place at)
    {
        findings.ErrorIf(
            plan.Schedule is null && plan.On.Contains(Trigger.Timer), at, "PCI2025", $"pipeline '{plan.Name}' is triggered by a timer that it does not have; add .Schedule(\"0 0 3 * * ?\").", nameof(Pipeline.On));
        findings.ErrorIf(
            plan.Jitter < TimeSpan.Zero || plan.Jitter > LongestJitter, at, "PCI2006", $"the jitter of pipeline '{plan.Name}' is {plan.Jitter}; it must be from zero to a day.", nameof(Pipeline.Schedule));
        if (plan.Schedule is { } cron && findScheduleTrouble(cron) is { } trouble)
        {
            findings.Error(at, "PCI2025", $"the schedule '{cron}' of pipeline '{plan.Name}' cannot be used: {trouble}", nameof(Pipeline.Schedule));
        }
    }
}
