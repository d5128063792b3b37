using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>A job that may have to run for one change of an item, or for its branch or tag.</summary>
/// <param name="Plan">The job.</param>
/// <param name="Group">The repo group it belongs to, or null for a job of a project.</param>
/// <param name="Project">The project whose checkout it runs in.</param>
/// <param name="Branch">The branch it is asked for.</param>
public sealed record JobCandidate(JobPlan Plan, string? Group, ProjectName Project, string Branch)
{
    /// <summary>The change it is asked for; null for a branch or tag.</summary>
    public ChangeId? Change { get; init; }

    /// <summary>The files that the change touches; empty when there are none or nobody knows, and then file patterns do not count.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>A hash of all that its builds see: its definition and the trees of its repositories; null when unknown.</summary>
    public string? Inputs { get; init; }

    /// <summary>Where names of jobs are looked up first.</summary>
    internal string Scope => Group ?? Project.Value;

    /// <summary>What tells apart two jobs of one name and the same inputs: nothing, where the job names its repositories itself.</summary>
    internal string Home => Plan.Repositories.IsEmpty ? Scope : "";
}
