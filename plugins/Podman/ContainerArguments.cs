using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Podman.Images;

namespace PluginCi.Plugins.Podman;

/// <summary>The arguments of <c>podman run</c> for one build or service.</summary>
internal static class ContainerArguments
{
    /// <summary>The label that names the server whose build a container is.</summary>
    public const string ServerLabel = "pluginci.server";

    // The first process only waits, and takes in processes whose parents are gone; steps come in beside it.
    private const string FirstProcess = "while :; do sleep 100000 & wait $!; done";
    private const int OwnProcesses = 3;

    // Not before the server has taken away what it may not do. One stream, as podman does not keep the order of two.
    private const string JustStart = $"exec 2>&1; until [ -e {StepScripts.Folder}/{BuildFolder.GoFile} ]; do sleep 0.05; done; exec /bin/sh -e -c \"$1\"";

    // What looks whether the service is ready runs beside it, and leaves a file when it is.
    private const string StartAndLook = $"(until /bin/sh -e -c \"$2\"; do sleep 0.1; done; : > \"$HOME/{BuildFolder.ReadyFile}\") > /dev/null 2>&1 & {JustStart}";

    /// <summary>Makes the arguments for a build.</summary>
    /// <param name="system">What it sees: an image that is there, or <c>--rootfs</c> and a folder.</param>
    /// <param name="request">The build.</param>
    /// <param name="folder">The build's own folder.</param>
    public static IEnumerable<string> Build(IReadOnlyList<string> system, BuildRequest request, BuildFolder folder) =>
    [
        .. Run(request.Build, folder, request.Job.Limits), "--detach", "--network", "none", "--hostname", "build",
        .. folder.Space.Accounts,
        .. request.Caches.SelectMany((cache, index) => cache.Archive is { } archive ? ["--volume", $"{archive}:{StepScripts.CacheOf(index)}:ro"] : (string[])[]),
        .. OnlyItsFolders(folder), .. ImageSpace.IsNeeded(request.Job) ? ImageSpace.Arguments(folder) : [],
        "--workdir", "/", "--entrypoint", "/bin/sh", .. system, "-c", FirstProcess,
    ];

    /// <summary>Makes the arguments for a service. Podman stays until it ends, and passes on what it prints.</summary>
    /// <param name="system">What it sees, as for a build.</param>
    /// <param name="request">The build.</param>
    /// <param name="service">The service.</param>
    /// <param name="folder">The service's own folder.</param>
    /// <param name="network">The name of the container whose network it shares.</param>
    public static IEnumerable<string> Service(IReadOnlyList<string> system, BuildRequest request, ServiceRequest service, BuildFolder folder, string network) =>
    [
        .. Run(request.Build, folder, service.Plan.Limits), "--network", $"container:{network}",
        .. service.Environment.SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" }),
        .. service.Plan.Start is { } command
            ?
            [
                .. folder.Space.Accounts, .. OnlyItsFolders(folder), "--env", $"HOME={StepScripts.Home}", "--env", "LANG=C.UTF-8", "--env", "LC_ALL=C.UTF-8",
                "--workdir", service.Plan.SeesWorkspace ? Path.Combine(StepScripts.Workspace, request.StartIn) : StepScripts.Workspace, "--entrypoint", "/bin/sh", .. system,
                "-c", service.Plan.Ready is null ? JustStart : StartAndLook, "service", command, service.Plan.Ready ?? "",
            ]

            // The kernel lets commands, which look whether it is ready, come in later only where the network is of the container's own user namespace.
            : (IEnumerable<string>)["--userns", $"container:{network}", .. AsItsImageSays, .. system],
    ];

    // Images that become another account at their start, and make their data's folders that account's, may do so with the accounts of their own.
    private static IEnumerable<string> AsItsImageSays => ["--read-only", "--image-volume", "tmpfs", "--cap-drop", "all", "--cap-add", "CHOWN,DAC_OVERRIDE,FOWNER,SETGID,SETUID"];

    private static IEnumerable<string> Run(BuildId build, BuildFolder folder, ResourceLimits limits) =>
    [
        "run", "--pull", "never", "--name", folder.Name, "--pidfile", folder.ProcessFile, "--label", $"{ServerLabel}={ServerProcess.Name}", "--label", $"pluginci.build={build}",
        "--http-proxy=false", "--sdnotify", "ignore", "--systemd", "false", "--log-driver", "none", "--no-healthcheck",

        // Shared memory is a folder of the build's disk, which is in memory: podman's own is a mount of the host's, which it sometimes cannot remove, and has no bound on files.
        "--ipc", "none", "--volume", $"{folder.SharedMemory}:/dev/shm",
        "--security-opt", "no-new-privileges",
        .. folder.Space.HasGroups ? OfAll(limits, folder.Space) : OfEach(limits),

        // Podman's own default may be above what this process may give.
        "--ulimit", Resource("nofile", "Max open files", 1 << 20), "--ulimit", "core=0:0",
    ];

    private static IEnumerable<string> OnlyItsFolders(BuildFolder folder) =>
    [
        "--read-only", "--read-only-tmpfs=false", "--image-volume", "ignore", "--cap-drop", "all", "--user", $"{Account}:{Account}",

        // Not every program asks HOME where its account's folder is. An image that has a name for the account keeps it.
        "--passwd-entry", $"build:x:{Account}:{Account}:build:{StepScripts.Home}:/bin/sh",
        "--volume", $"{folder.Workspace}:{StepScripts.Workspace}", "--volume", $"{folder.Home}:{StepScripts.Home}",
        "--volume", $"{folder.Temporary}:/tmp", "--volume", $"{folder.Temporary}:/var/tmp", "--volume", $"{folder.Steps}:{StepScripts.Folder}:ro",
    ];

    private static string Account => BuildFolder.Account.ToString(CultureInfo.InvariantCulture);

    private static long MostProcesses => long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture);

    private static IEnumerable<string> OfAll(ResourceLimits limits, PodmanSpace space)
    {
        // The kernel counts the pages of the build's disk, which is in memory, to its group.
        var memory = Text(limits.MemoryBytes + limits.DiskBytes);
        return
        [
            "--memory", memory, "--memory-swap", memory,
            "--pids-limit", Text(limits.Processes + OwnProcesses),
            .. space.LimitsProcessors ? ["--cpus", Math.Max(limits.Cpus, 0.01).ToString("0.##", CultureInfo.InvariantCulture)] : Array.Empty<string>(),

            // Of processes podman lets itself have no more than there can be.
            "--ulimit", Resource("nproc", "Max processes", MostProcesses),
        ];
    }

    // Without groups: the data of each process, and the processes of the container's account.
    private static IEnumerable<string> OfEach(ResourceLimits limits) =>
        ["--ulimit", Pair("data", Text(limits.MemoryBytes)), "--ulimit", Resource("nproc", "Max processes", limits.Processes + OwnProcesses)];

    private static string Resource(string name, string line, long most)
    {
        var found = File.ReadLines("/proc/self/limits").First(one => one.StartsWith(line, StringComparison.Ordinal))[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bound = Text(long.TryParse(found[1], CultureInfo.InvariantCulture, out var hard) ? Math.Min(hard, most) : most);
        return Pair(name, bound);
    }

    private static string Pair(string name, string bound) => $"{name}={bound}:{bound}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
