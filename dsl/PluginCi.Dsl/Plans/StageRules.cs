using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What the stages and pipelines that jobs are returned in must be like among each other.</summary>
/// <param name="jobs">The jobs, each as often as it is returned.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class StageRules((Job Job, Selection Part)[] jobs, Findings findings)
{
    private readonly Dictionary<string, (Job Job, Selection[] Parts)> _byName = jobs.GroupBy(entry => entry.Job.Plan.Name)
        .ToDictionary(same => same.Key, same => (same.First().Job, same.Select(entry => entry.Part).Distinct().ToArray()));

    // Environments come in the order in which the script returns them.
    private readonly List<string?> _environments = [.. jobs.Select(entry => entry.Part.Environment).OfType<string>().Distinct()];

    public void Check()
    {
        foreach (var (job, parts) in _byName.Values)
        {
            ReleaseRules.CheckJob(job, parts, need => _byName.TryGetValue(need.Plan.Name, out var needed) && needed.Parts.All(part => part.Pipeline is not null), findings);
            var isRelease = parts.Any(ReleaseRules.IsRelease);
            var staged = parts.Where(part => part.Pipeline is null).ToArray();
            var stages = isRelease ? [] : staged.Select(part => part.Stage).Distinct().Order().ToArray();
            findings.ErrorIf(
                stages.Length > 1, job.DeclaredAt, "PCI2046",
                $"job '{job.Plan.Name}' is returned in {string.Join(" and in ", stages.Select(stage => $"{stage}(…)"))}, and runs in one stage only; take it out of {(stages.Length > 2 ? "the others" : "one")}.");
            findings.WarningIf(
                !isRelease && staged.Length > 0 && parts.Any(part => part.Pipeline is not null), job.DeclaredAt, "PCI2047",
                $"job '{job.Plan.Name}' is returned in a stage, so that it runs in every pipeline that tests changes, and In(…) changes nothing; take it out of one.");
            SecretRules.CheckStage(job, staged.Length > 0 && !isRelease, findings);
            foreach (var need in job.Needs.Concat(job.SoftNeeds.Where(IsRelease)).Where(need => _byName.ContainsKey(need.Plan.Name)))
            {
                CheckNeed(job, parts, need);
            }
        }
    }

    private void CheckNeed(Job job, Selection[] parts, Job need)
    {
        var needed = _byName[need.Plan.Name].Parts;
        var (first, later) = (FirstOf(parts), FirstOf(needed));
        findings.ErrorIf(
            first is not null && later is not null && RankOf(first).CompareTo(RankOf(later)) < 0 && needed.All(part => part.Pipeline is null), job.DeclaredAt, "PCI2044",
            $"job '{job.Plan.Name}' of the {Describe(first)} stage needs '{need.Plan.Name}' of the {Describe(later)} stage, which comes after it; return both in one stage.", nameof(Job.After));

        var missing = parts.Select(part => part.Pipeline).Except(needed.Select(part => part.Pipeline)).OfType<string>().ToArray();
        findings.ErrorIf(
            missing.Length > 0 && needed.All(part => part.Pipeline is not null), job.DeclaredAt, "PCI2045",
            $"job '{job.Plan.Name}' runs in {string.Join(" and ", missing.Select(name => $"'{name}'"))} and needs '{need.Plan.Name}', which does not; return that in In(\"{missing.FirstOrDefault()}\", …) as well, or use .SoftAfter(…).", nameof(Job.After));
    }

    private bool IsRelease(Job job) => _byName.TryGetValue(job.Plan.Name, out var known) && known.Parts.Any(ReleaseRules.IsRelease);

    /// <returns>The first of its stages; null for what is in pipelines only.</returns>
    private Selection? FirstOf(Selection[] parts) => parts.Where(part => part.Pipeline is null).MinBy(RankOf);

    private (int Environment, Stage Stage) RankOf(Selection part) => (_environments.IndexOf(part.Environment), part.Stage);

    private static string Describe(Selection? part) => $"{part?.Stage.ToString().ToLowerInvariant()}{(part?.Environment is { } environment ? $" ({environment})" : "")}";
}
