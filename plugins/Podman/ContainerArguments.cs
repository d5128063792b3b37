using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>The arguments of <c>podman run</c> for one build.</summary>
internal static class ContainerArguments
{
    /// <summary>The label that names the server whose build a container is.</summary>
    public const string ServerLabel = "pluginci.server";

    // The first process only waits, and takes in processes whose parents are gone; steps come in beside it.
    private const string FirstProcess = "while :; do sleep 100000 & wait $!; done";
    private const int OwnProcesses = 3;

    /// <summary>Makes the arguments.</summary>
    /// <param name="name">The container's name.</param>
    /// <param name="system">What it sees: an image that is there, or <c>--rootfs</c> and a folder.</param>
    /// <param name="request">The build.</param>
    /// <param name="folder">The build's own folder.</param>
    public static IEnumerable<string> Run(string name, IReadOnlyList<string> system, BuildRequest request, BuildFolder folder) =>
    [
        "run", "--detach", "--pull", "never", "--name", name, "--pidfile", folder.ProcessFile, "--label", $"{ServerLabel}={ServerProcess.Name}", "--label", $"pluginci.build={request.Build}",
        "--network", "none", "--http-proxy=false", "--hostname", "build", "--sdnotify", "ignore", "--systemd", "false", "--log-driver", "none", "--no-healthcheck",
        "--read-only", "--read-only-tmpfs=false", "--image-volume", "ignore",

        // Shared memory in a mount of the container's own: podman's is one of the host's, which it sometimes cannot remove.
        "--ipc", "none", "--mount", $"type=tmpfs,destination=/dev/shm,tmpfs-mode=1777,tmpfs-size={Text(request.Job.Limits.DiskBytes)}",
        "--cap-drop", "all", "--security-opt", "no-new-privileges",
        "--user", $"{Account}:{Account}", "--uidmap", $"0:{BuildFolder.FirstId}:65536", "--gidmap", $"0:{BuildFolder.FirstId}:65536",
        .. Limits(request.Job.Limits),
        "--volume", $"{folder.Workspace}:{StepScripts.Workspace}", "--volume", $"{folder.Home}:{StepScripts.Home}",
        "--volume", $"{folder.Temporary}:/tmp", "--volume", $"{folder.Temporary}:/var/tmp", "--volume", $"{folder.Steps}:{StepScripts.Folder}:ro",
        "--workdir", "/", "--entrypoint", "/bin/sh", .. system, "-c", FirstProcess,
    ];

    private static string Account => BuildFolder.Account.ToString(CultureInfo.InvariantCulture);

    private static long MostProcesses => long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture);

    private static IEnumerable<string> Limits(ResourceLimits limits)
    {
        // The kernel counts the pages of the build's disk, which is in memory, to its group.
        var memory = Text(limits.MemoryBytes + limits.DiskBytes);
        return
        [
            "--memory", memory, "--memory-swap", memory,
            "--pids-limit", Text(limits.Processes + OwnProcesses),
            "--cpus", Math.Max(limits.Cpus, 0.01).ToString("0.##", CultureInfo.InvariantCulture),

            // Podman's own defaults may be above what this process may give, and of processes podman lets itself have no more than there can be.
            "--ulimit", Resource("nofile", "Max open files", 1 << 20), "--ulimit", Resource("nproc", "Max processes", MostProcesses), "--ulimit", "core=0:0",
        ];
    }

    private static string Resource(string name, string line, long most)
    {
        var found = File.ReadLines("/proc/self/limits").First(one => one.StartsWith(line, StringComparison.Ordinal))[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bound = Text(long.TryParse(found[1], CultureInfo.InvariantCulture, out var hard) ? Math.Min(hard, most) : most);
        return $"{name}={bound}:{bound}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
