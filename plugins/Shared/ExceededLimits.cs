using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Plugins;

/// <summary>Reads from the counters of a build's groups which of its limits it hit.</summary>
internal static class ExceededLimits
{
    /// <summary>A sentence about the first limit that was hit, or null.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="limits">The limits that they keep.</param>
    /// <param name="who">Whose they are, to begin the sentence with.</param>
    public static string? Find(IEnumerable<CgroupFolder> groups, ResourceLimits limits, string who = "The build")
    {
        foreach (var group in groups)
        {
            if (group.Controllers.Contains("memory") && Count(group, group.IsUnified ? "memory.events" : "memory.oom_control", "oom_kill") > 0)
            {
                return BuildWords.TooMuchMemory(limits, who);
            }
            if (group.Controllers.Contains("pids") && Count(group, "pids.events", "max") > 0)
            {
                return $"{who} started more than its limit of {limits.Processes} processes and threads at once; start fewer, or raise it by .Limits(processes: …).";
            }
        }
        return null;
    }

    private static long Count(CgroupFolder group, string file, string name)
    {
        try
        {
            return File.ReadLines(Path.Combine(group.Folder, file))
                .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal))
                .Select(line => long.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture))
                .FirstOrDefault();
        }
        catch (IOException)
        {
            // Removed at the build's end while the watch looked once more: not found, or ENODEV while it was read.
            return 0;
        }
    }
}
