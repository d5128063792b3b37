using System.Globalization;
using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>How pages write things.</summary>
internal static class Text
{
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h {duration.Minutes:00} min"),
    };

    public static string Seconds(double seconds) => Of(TimeSpan.FromSeconds(seconds));

    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()).Replace('-', ' ');

    public static string Count(int number, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.#} MiB"),
    };

    /// <summary>What a job's chip looks like and says.</summary>
    public static (string Class, string Mark, string Word) Of(JobView job) => job.Standing switch
    {
        JobStanding.Passed => ("passed", "✓", "passed"),
        JobStanding.Failed => ("failed", "✕", job.Result is { } result ? Words.Of(result) : "failed"),
        JobStanding.Skipped => ("skipped", "–", "skipped, because a job that it needs failed"),
        JobStanding.LeftOut => ("skipped", "–", "left out, because a job that it needs did not ask for it"),
        JobStanding.Running when job.StartedAt is not null => ("running", "●", "running"),
        JobStanding.Running => ("queued", "○", "waits for a worker"),
        JobStanding.Paused => ("running", "‖", "pauses for the jobs that need it"),
        JobStanding.Ready => ("queued", "○", "may start"),
        JobStanding.Waiting => ("waiting", "…", "waits for a job that it needs"),
    };

    /// <summary>What a build waits for: <c>for room on sandbox or podman, after 3 others</c>, or <c>for quota 'tools', of which 10 builds may run at once, as the next</c>.</summary>
    public static string Of(BuildWait wait) => $"for {(wait.Quota is { } quota ? $"quota '{quota.Name}', of which {Count(quota.Builds, "build", "builds")} may run at once" : $"room on {string.Join(" or ", wait.Executors)}")}, {(wait.Before == 0 ? "as the next" : "after " + Count(wait.Before, "other", "others"))}";

    /// <summary>What a build's result looks like and says.</summary>
    public static (string Class, string Word) Of(BuildView build) => build switch
    {
        { Result: Model.BuildResult.Success } => ("passed", "passed"),
        { Result: Model.BuildResult.Cancelled or Model.BuildResult.Lost } => ("skipped", Words.Of(build.Result.Value)),
        { Result: { } result } => ("failed", Words.Of(result)),
        { State: BuildState.Running } => ("running", "running"),
        _ => ("queued", "waits for a worker"),
    };
}
