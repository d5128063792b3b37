using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Limits;

/// <summary>The groups of one build, one in each hierarchy.</summary>
internal sealed class BuildCgroup(IReadOnlyList<CgroupFolder> parts)
{
    // bwrap outside and the driver inside count too, and the driver's own short-lived children.
    private const int OwnProcesses = 4;
    private const int CpuPeriod = 100_000;

    private ResourceLimits _limits = new();

    /// <summary>The files through which a process enters the groups.</summary>
    public IReadOnlyList<string> ProcessFiles => [.. parts.Select(part => Path.Combine(part.Folder, "cgroup.procs"))];

    public static BuildCgroup Create(IReadOnlyList<CgroupFolder> parts, ResourceLimits limits)
    {
        var group = new BuildCgroup(parts) { _limits = limits };
        try
        {
            foreach (var part in parts)
            {
                Directory.CreateDirectory(part.Folder);
                Limit(part, limits);
            }
            return group;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            group.TryRemove();
            throw new OutsideException($"The limits of a build could not be set: {exception.Message} Check the cgroups of the server's account.", isTransient: true, exception);
        }
    }

    /// <summary>Shell commands for the driver that set resource limits of the process where no group keeps them.</summary>
    /// <remarks>Set inside: the kernel then counts the processes of the sandbox's user namespace, not all of the server's account.</remarks>
    public string ShellLimits()
    {
        var text = "ulimit -c 0\n";
        if (!Has("memory"))
        {
            text += $"ulimit -d {Text(_limits.MemoryBytes / 1024)}\n";
        }
        if (!Has("pids"))
        {
            // dash calls it -p, others -u.
            text += $"ulimit -u {Text(_limits.Processes + OwnProcesses)} 2>/dev/null || ulimit -p {Text(_limits.Processes + OwnProcesses)}\n";
        }
        return text;
    }

    /// <summary>A sentence about the first limit that was hit, or null.</summary>
    /// <param name="who">Whose they are, to begin the sentence with.</param>
    public string? FindExceeded(string who = "The build") => ExceededLimits.Find(parts, _limits, who);

    /// <summary>Kills every process of the groups.</summary>
    public void Kill()
    {
        foreach (var part in parts)
        {
            if (part.IsUnified && File.Exists(Path.Combine(part.Folder, "cgroup.kill")))
            {
                File.WriteAllText(Path.Combine(part.Folder, "cgroup.kill"), "1");
                return;
            }
        }
        foreach (var process in parts.Take(1).SelectMany(Processes))
        {
            Native.KillProcess(process);
        }
    }

    /// <summary>Removes the groups when their last process is gone, which the kernel takes some milliseconds for.</summary>
    public async Task RemoveAsync(TimeProvider clock)
    {
        // A process in an uninterruptible wait may stay longer; its group is then removed at the next start.
        const int attempts = 200;
        for (var attempt = 0; attempt < attempts && !TryRemove(); attempt++)
        {
            Kill();
            await Task.Delay(TimeSpan.FromMilliseconds(10), clock, CancellationToken.None);
        }
    }

    /// <summary>False when processes are left.</summary>
    public bool TryRemove()
    {
        var all = true;
        foreach (var part in parts.Where(part => Directory.Exists(part.Folder)))
        {
            try
            {
                Directory.Delete(part.Folder);
            }
            catch (IOException)
            {
                all = false;
            }
        }
        return all;
    }

    private bool Has(string controller) => parts.Any(part => part.Controllers.Contains(controller));

    private static void Limit(CgroupFolder part, ResourceLimits limits)
    {
        // The kernel counts the pages of workspace and /tmp, which are in memory, to the build's group.
        var memory = Text(limits.MemoryBytes + limits.DiskBytes);

        // The kernel's smallest quota is 1 ms of a period.
        var quota = Text(Math.Max((long)(limits.Cpus * CpuPeriod), 1000));
        if (part.Controllers.Contains("memory"))
        {
            Write(part, part.IsUnified ? "memory.max" : "memory.limit_in_bytes", memory);
            WriteWhereThere(part, part.IsUnified ? "memory.swap.max" : "memory.memsw.limit_in_bytes", part.IsUnified ? "0" : memory);
        }
        if (part.Controllers.Contains("pids"))
        {
            Write(part, "pids.max", Text(limits.Processes + OwnProcesses));
        }
        if (part.Controllers.Contains("cpu"))
        {
            Write(part, part.IsUnified ? "cpu.max" : "cpu.cfs_quota_us", part.IsUnified ? $"{quota} {CpuPeriod}" : quota);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Write(CgroupFolder part, string file, string text) => File.WriteAllText(Path.Combine(part.Folder, file), text);

    private static void WriteWhereThere(CgroupFolder part, string file, string text)
    {
        if (File.Exists(Path.Combine(part.Folder, file)))
        {
            Write(part, file, text);
        }
    }

    private static IEnumerable<int> Processes(CgroupFolder part)
    {
        try
        {
            return [.. File.ReadLines(Path.Combine(part.Folder, "cgroup.procs")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
