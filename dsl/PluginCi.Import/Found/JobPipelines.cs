using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>The pipelines that jobs run in, beside those that every site has.</summary>
internal static class JobPipelines
{
    /// <summary>The occasions that need a pipeline of their own, since a job runs there that does not run before a merge. What was tested before a merge is not tested again after it.</summary>
    public static ImmutableArray<Occasion> Extra(ImmutableArray<RunPlan> plans) =>
    [
        .. Occasions.All.Where(occasion => plans.Any(plan => occasion switch
        {
            Occasion.MergeRequest or Occasion.Branch => false,
            Occasion.DefaultBranch => !plan.IsManual && plan.Runs.Contains(occasion) && !plan.IsBeforeMerge,
            Occasion.Tag or Occasion.Schedule => !plan.IsManual && plan.Runs.Contains(occasion) && !plan.IsBeforeMerge && !plan.Runs.Contains(Occasion.DefaultBranch),
            Occasion.Manual => plan.IsManual || (plan.Runs.Contains(occasion) && !plan.IsBeforeMerge && !plan.Runs.Contains(Occasion.DefaultBranch)),
        })),
    ];

    /// <summary>The pipelines of a job; none for all.</summary>
    /// <param name="plan">When it runs.</param>
    /// <param name="extra">The occasions that have a pipeline of their own.</param>
    public static ImmutableArray<string> Of(RunPlan plan, ImmutableArray<Occasion> extra)
    {
        if (plan.IsManual)
        {
            return [Occasions.PipelineOf(Occasion.Manual).Name];
        }

        // What a person starts beside the others is only that.
        bool Runs(Occasion occasion) => plan.Runs.Contains(occasion) && (occasion != Occasion.Manual || !plan.Runs.Contains(Occasion.DefaultBranch));
        var own = extra.Where(Runs).Select(occasion => Occasions.PipelineOf(occasion).Name);
        ImmutableArray<string> all = [.. plan.IsBeforeMerge ? Occasions.BeforeMerge : [], .. own];
        return plan.IsBeforeMerge && extra.All(occasion => plan.Runs.Contains(occasion)) ? [] : all;
    }
}
