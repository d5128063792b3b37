using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Tells builds of code that somebody answers for from those of anybody's code. See docs/adr/0011.</summary>
internal static class Trust
{
    /// <summary>True when all that a build runs was reviewed: what is in branches, and changes that a gate takes only when they are approved.</summary>
    /// <remarks>A tag may name any commit. A pipeline that is no gate may test a change on top of others that nobody approved. What is not known is not reviewed, nor is what a
    /// project merges that the site does not name, or no longer.</remarks>
    public static bool IsReviewed(SitePlan site, StartBuild wish) => wish.Job.Plan.Repositories.Append(wish.Target.Project).All(project => IsNamed(site, project)) && (wish.Ref is { } tested
        ? tested.Cause != Trigger.Tag
        : site.Pipelines.FirstOrDefault(pipeline => pipeline.Name == wish.Pipeline) is { Manager: PipelineManager.Dependent, RequiresApproval: true }
            && wish.Changes.All(change => change.IsApproved || change.KeepsApproval));

    private static bool IsNamed(SitePlan site, ProjectName project) => site.Projects.Any(known => known.Name == project && !known.IsSelfServed);
}
