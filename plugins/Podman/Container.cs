using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>The container of one build or service.</summary>
internal sealed class Container(PodmanProgram podman, BuildFolder folder)
{
    // In a user namespace of its own a build would have all rights there, and with them more of the kernel to attack.
    private const string NoMoreNamespaces = "echo 0 > /proc/sys/user/max_user_namespaces";

    private static readonly string[] Wanted = ["memory", "pids"];

    private IReadOnlyList<CgroupFolder> _groups = [];

    /// <summary>The groups whose counters tell which limits it hit; none before it started.</summary>
    public IReadOnlyList<CgroupFolder> Groups => _groups;

    /// <summary>The id of its first process, empty before it started.</summary>
    public string FirstProcess { get; private set; } = "";

    /// <summary>Starts it; its first process waits for steps.</summary>
    /// <remarks>Not to be cancelled: podman that is killed here would leave what it had begun to start.</remarks>
    /// <param name="request">The build.</param>
    /// <param name="system">What it sees: an image that is there, or <c>--rootfs</c> and a folder.</param>
    public async Task StartAsync(BuildRequest request, IReadOnlyList<string> system)
    {
        await podman.DoAsync($"start the container of build '{request.Build}' from {system[^1]}", ContainerArguments.Build(system, request, folder), CancellationToken.None);
        await TryLockAsync();
    }

    /// <summary>Runs it as a service, to its end.</summary>
    /// <param name="arguments">What podman is told.</param>
    /// <returns>The status of what it ran, or of podman.</returns>
    public Task<int> RunAsync(IEnumerable<string> arguments) => podman.RunAttachedAsync(arguments, folder.Output);

    /// <summary>Looks for its first process, and keeps it from making user namespaces; a service with a command begins then.</summary>
    /// <returns>False when it has not started yet.</returns>
    public async Task<bool> TryLockAsync()
    {
        if (FirstProcess.Length > 0 || !File.Exists(folder.ProcessFile) || (await File.ReadAllTextAsync(folder.ProcessFile)).Trim() is not { Length: > 0 } process)
        {
            return FirstProcess.Length > 0;
        }

        if (await HostProgram.RunAsync("nsenter", "--target", process, "--user", "/bin/sh", "-c", NoMoreNamespaces) is { } obstacle)
        {
            // One that is gone already has its end told by podman.
            return Directory.Exists($"/proc/{process}") ? throw new OutsideException($"The container {folder.Name} could not be kept from making user namespaces: {obstacle}") : false;
        }

        (_groups, FirstProcess) = (folder.Space.HasGroups ? Find(process) : [], process);
        await File.WriteAllTextAsync(Path.Combine(folder.Steps, BuildFolder.GoFile), "");
        return true;
    }

    /// <summary>Whether a command passes in it.</summary>
    public async Task<bool> PassesAsync(string command) => (await podman.RunAsync(["exec", folder.Name, "/bin/sh", "-e", "-c", command], CancellationToken.None)).Status == 0;

    /// <summary>Runs a step to its end.</summary>
    /// <param name="request">The build.</param>
    /// <param name="index">Which step; one that makes images runs as the container's root, with all rights that its accounts can have.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its status; null when its container ended with it.</returns>
    /// <exception cref="OutsideException">Podman could not run it.</exception>
    public async Task<int?> RunStepAsync(BuildRequest request, int index, CancellationToken cancellationToken)
    {
        string[] rights = request.Job.Steps[index] is ImageStep ? ["--privileged", "--user", "0:0"] : [];
        var input = string.Concat(request.Exports().Select(command => command + "\n"));
        var answer = await podman.RunAsync(
            ["exec", .. input.Length > 0 ? ["--interactive"] : (string[])[], "--preserve-fds", "1", .. rights, folder.Name, "/bin/sh", StepScripts.PathOf(index)], cancellationToken, folder.Output, input);
        if (!answer.IsTrouble)
        {
            return answer.Status;
        }

        return await IsRunningAsync() ? throw new OutsideException($"Podman could not run step {index + 1}. It said: {answer.Complaints}") : null;
    }

    /// <summary>Runs a shell command of the executor's own to its end.</summary>
    /// <returns>Its status.</returns>
    public async Task<int?> RunAsync(string command, string? output, CancellationToken cancellationToken) =>
        (await podman.RunAsync(["exec", "--preserve-fds", "1", folder.Name, "/bin/sh", "-c", command], cancellationToken, output)).Status;

    /// <summary>Kills every process of the container, and removes it; nothing happens when there is none.</summary>
    public Task RemoveAsync() => podman.DoAsync($"remove container {folder.Name}", ["rm", "--force", "--ignore", "--time", "0", folder.Name], CancellationToken.None);

    private async Task<bool> IsRunningAsync() =>
        (await podman.RunAsync(["inspect", "--format", "{{.State.Running}}", folder.Name], CancellationToken.None)).Output == "true";

    private static IReadOnlyList<CgroupFolder> Find(string process)
    {
        try
        {
            return [.. CgroupDiscovery.Find(File.ReadLines("/proc/self/mountinfo"), File.ReadLines($"/proc/{process}/cgroup"))
                .Select(group => group.IsUnified ? group with { Controllers = Controllers(group.Folder) } : group)];
        }
        catch (IOException)
        {
            // It is gone already; its first step tells so.
            return [];
        }
    }

    private static HashSet<string> Controllers(string folder) =>
        [.. Wanted.Intersect(File.ReadAllText(Path.Combine(folder, "cgroup.controllers")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal)];
}
