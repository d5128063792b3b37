using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>Files that a job hands on to jobs that need it, once its steps have passed.</summary>
/// <param name="Name">Its name, unique in the job, in the form of a job's name.</param>
/// <param name="Files">Globs of the files, from the folder that steps start in; one or more. At least one file must fit.</param>
public sealed record ArtifactPlan(string Name, ImmutableArray<string> Files)
{
    /// <summary>True when people look at it, also when a step failed: what fits then is kept, and nothing need fit. Default false.</summary>
    public bool IsReport { get; init; }
}
