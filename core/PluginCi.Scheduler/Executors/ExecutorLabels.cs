using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Compares what jobs want with what executors are.</summary>
public static class ExecutorLabels
{
    /// <summary>Why an executor cannot run a job: a label that it lacks, or what it says itself.</summary>
    /// <param name="executor">The executor.</param>
    /// <param name="job">The job.</param>
    /// <returns>One sentence, or null when it can.</returns>
    public static string? FindObstacle(IExecutor executor, JobPlan job)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(job);
        return FindObstacle(executor, executor.Labels, job);
    }

    internal static string? FindObstacle(IExecutor executor, ImmutableArray<string> labels, JobPlan job) =>
        job.Labels.FirstOrDefault(label => label != executor.Name && !labels.Contains(label)) is { } missing
            ? $"Executor '{executor.Name}' does not have the label '{missing}'{(labels.IsEmpty ? "" : $", but {string.Join(", ", labels)}")}."
            : executor.FindObstacle(job);
}
