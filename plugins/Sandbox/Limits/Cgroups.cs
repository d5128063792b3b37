using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox.Limits;

/// <summary>Makes a group for each build in every hierarchy that this process may write to.</summary>
internal sealed class Cgroups
{
    private const string Prefix = "pluginci-";
    private static readonly string[] Wanted = ["memory", "pids", "cpu"];
    private static int _lastNumber;
    private readonly IReadOnlyList<CgroupFolder> _folders;

    private Cgroups(IReadOnlyList<CgroupFolder> folders) => _folders = folders;

    public static Cgroups Find(ILogger logger)
    {
        var folders = new List<CgroupFolder>();
        foreach (var folder in CgroupDiscovery.Find(File.ReadLines("/proc/self/mountinfo"), File.ReadLines("/proc/self/cgroup")))
        {
            if (TryUse(folder) is { } usable)
            {
                folders.Add(usable);
                RemoveLeftovers(usable);
            }
        }
        Log.FoundLimits(logger, string.Join(", ", folders.Select(folder => folder.Folder)));
        return new Cgroups(folders);
    }

    /// <summary>Whether builds get a group of a controller; where not, limits of each process stand in for it.</summary>
    public bool Has(string controller) => _folders.Any(folder => folder.Controllers.Contains(controller));

    public BuildCgroup Create(ResourceLimits limits)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{ServerProcess.Name}-{Interlocked.Increment(ref _lastNumber)}");
        var parts = _folders.Select(folder => folder with { Folder = Path.Combine(folder.Folder, name) }).ToList();
        return BuildCgroup.Create(parts, limits);
    }

    private static CgroupFolder? TryUse(CgroupFolder folder)
    {
        try
        {
            var probe = Directory.CreateDirectory(Path.Combine(folder.Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}probe-{Environment.ProcessId}-{Interlocked.Increment(ref _lastNumber)}")));
            try
            {
                using (File.OpenWrite(Path.Combine(probe.FullName, "cgroup.procs")))
                {
                }
                return folder.IsUnified ? folder with { Controllers = EnableControllers(folder.Folder) } : folder;
            }
            finally
            {
                probe.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not ours to write: the next hierarchy may be, and what is missing falls to resource limits of the process.
            return null;
        }
    }

    /// <summary>In version 2 a group gives its children controllers only while it holds no processes itself, so the server moves into a leaf.</summary>
    private static HashSet<string> EnableControllers(string folder)
    {
        var available = File.ReadAllText(Path.Combine(folder, "cgroup.controllers")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var enabled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var controller in Wanted.Intersect(available, StringComparer.Ordinal))
        {
            if (TryWrite(Path.Combine(folder, "cgroup.subtree_control"), "+" + controller)
                || (TryMoveServer(folder) && TryWrite(Path.Combine(folder, "cgroup.subtree_control"), "+" + controller)))
            {
                enabled.Add(controller);
            }
        }
        return enabled;
    }

    private static bool TryMoveServer(string folder)
    {
        var leaf = Path.Combine(folder, "server");
        Directory.CreateDirectory(leaf);
        return TryWrite(Path.Combine(leaf, "cgroup.procs"), "0");
    }

    private static bool TryWrite(string file, string text)
    {
        try
        {
            File.WriteAllText(file, text);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void RemoveLeftovers(CgroupFolder folder)
    {
        foreach (var old in Directory.GetDirectories(folder.Folder, Prefix + "*"))
        {
            var parts = Path.GetFileName(old)[Prefix.Length..].Split('-');
            if (parts.Length == 3 && !ServerProcess.MayRun($"{parts[0]}-{parts[1]}"))
            {
                var group = new BuildCgroup([folder with { Folder = old }]);
                group.Kill();
                group.TryRemove();
            }
        }
    }
}
