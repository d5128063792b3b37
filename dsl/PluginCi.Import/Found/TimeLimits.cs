namespace PluginCi.Import;

/// <summary>Time limits that no file names.</summary>
internal static class TimeLimits
{
    /// <summary>Tells of the jobs that have the other system's own limit, once for each file: said at every job, it would hide the limits that somebody has thought about.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="usual">The other system's limit, for example <c>GitLab's limit is 1 hour</c>.</param>
    /// <param name="notes">Takes what is told.</param>
    public static void Tell(IEnumerable<FoundJob> jobs, string usual, Notes notes)
    {
        foreach (var file in jobs.Where(job => job.Timeout is null).GroupBy(job => job.File))
        {
            string[] names = [.. file.Select(job => job.Origin).Distinct()];
            notes.Approximated(file.Key, file.First().At, "timeout", $"{usual} where a job names none, and here it is 30 minutes. Where one needs longer, say .Timeout(…): {string.Join(", ", names)}");
        }
    }
}
