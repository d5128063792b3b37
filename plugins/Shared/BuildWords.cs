using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Plugins;

/// <summary>How executors speak of steps and times, so that a build reads the same wherever it runs.</summary>
internal static class BuildWords
{
    /// <summary>What people read of a step: its command or its file.</summary>
    public static string TitleOf(Step step) => step switch
    {
        ShellStep shell => shell.Command,
        ScriptStep script => script.Path,
        ImageStep image => image.Title,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A step in a sentence.</summary>
    public static string NameOf(JobPlan job, int index) => $"Step {index + 1} (`{TitleOf(job.Steps[index])}`)";

    /// <summary>Why an executor that makes no images cannot run a job; null when it can.</summary>
    public static string? NoImages(string executor, JobPlan job) => job.Steps.OfType<ImageStep>().FirstOrDefault() is { } step
        ? $"Executor '{executor}' makes no images, and the job has the step '{step.Title}'; use the plugin podman."
        : null;

    /// <summary>How a build ends whose steps have all passed.</summary>
    public static string Passed(JobPlan job) => job.Steps.Length == 1 ? "Its step passed." : $"All {job.Steps.Length} steps passed.";

    /// <summary>How a build ends that ran for too long.</summary>
    public static string TooLong(JobPlan job) => $"The build was not done after its time limit of {Of(job.TimeLimit)}.";

    /// <summary>How a build ends whose checkout is too large.</summary>
    public static string CheckoutDoesNotFit(JobPlan job) => $"The checkout does not fit into the build's disk limit of {job.Limits.DiskBytes} bytes; raise it by .Limits(disk: …).";

    /// <summary>How a build ends that wanted too much memory, or that had a service which did.</summary>
    public static string TooMuchMemory(ResourceLimits limits, string who = "The build") => $"{who} needed more than its memory limit of {limits.MemoryBytes} bytes; use less, or raise it by .Limits(memory: …).";

    /// <summary>How a build ends that printed too much.</summary>
    public static string TooMuchOutput(long limit) => string.Create(
        CultureInfo.InvariantCulture, $"The build wrote more than its limit of {limit} bytes of output; print less, or raise it by .Limits(output: …).");

    /// <summary>A time in words.</summary>
    public static string Of(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");
}
