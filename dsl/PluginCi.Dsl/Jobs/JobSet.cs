using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>One job or several: what a matrix gives, and what stages take. A job becomes one by itself.</summary>
public sealed class JobSet
{
    internal JobSet(ImmutableArray<Job> jobs) => Jobs = jobs;

    internal ImmutableArray<Job> Jobs { get; }

    /// <summary>A set of one job.</summary>
    /// <param name="job">The job.</param>
    public static implicit operator JobSet(Job job) => FromJob(job);

    /// <summary>A set of one job.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The set.</returns>
    /// <example><code>return Project(Commit(PluginCi.Dsl.JobSet.FromJob(unit)));</code></example>
    public static JobSet FromJob(Job job) => new([job]);
}
