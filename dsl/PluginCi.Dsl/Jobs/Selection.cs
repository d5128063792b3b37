using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A part of a project: the jobs of a stage, of a pipeline or of a template of the site.</summary>
public sealed class Selection
{
    internal Selection(string? pipeline, Stage stage, JobSet[] jobs)
    {
        Pipeline = pipeline;
        Stage = stage;
        Jobs = [.. jobs.SelectMany(set => set.Jobs)];
    }

    internal Selection(Stage stage, string environment, JobSet[] jobs)
        : this(null, stage, jobs) => Environment = environment;

    internal Selection(string template)
        : this(null, Stage.Commit, []) => Template = template;

    internal string? Template { get; }

    internal string? Pipeline { get; }

    internal Stage Stage { get; }

    /// <summary>What its jobs promote or deploy to; null for other stages.</summary>
    internal string? Environment { get; }

    internal ImmutableArray<Job> Jobs { get; }
}
