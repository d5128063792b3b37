using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>The folder of one build or service on the server: its disk of limited size, its steps, its output.</summary>
/// <remarks>The disk is a file system in memory that this process mounts and the container shows in parts, so that workspace and temporary files share one limit.</remarks>
internal sealed class BuildFolder
{
    /// <summary>The account that builds run as inside: one without rights, and not root.</summary>
    public const int Account = 1000;

    /// <summary>Outside, accounts of builds begin here, far from those of people and services.</summary>
    public const int FirstId = 2_000_000;

    /// <summary>The file among the steps that a service with a command waits for.</summary>
    public const string GoFile = "go";

    /// <summary>The file in the home of a service with a command that is there once its readiness command passed.</summary>
    public const string ReadyFile = ".ready";

    // An empty file takes none of the size, but memory of the kernel's.
    private const int BytesForEachFile = 1024;

    private const string Fill = """
        mkdir -m 0755 "$2/workspace" "$2/home" && mkdir -m 1777 "$2/tmp" "$2/shm" && cp -a "$1/." "$2/workspace" && chown -hR "$3:$3" "$2/workspace" "$2/home"
        """;

    private static int _lastNumber;
    private readonly PodmanSpace _space;
    private readonly string _folder;

    private BuildFolder(PodmanSpace space, string folder) => (_space, _folder) = (space, folder);

    /// <summary>Where podman works.</summary>
    public PodmanSpace Space => _space;

    public string Disk => Path.Combine(_folder, "disk");

    public string Workspace => Path.Combine(Disk, "workspace");

    public string Home => Path.Combine(Disk, "home");

    public string Temporary => Path.Combine(Disk, "tmp");

    /// <summary>Where images are made, in a build that makes some.</summary>
    public string Images => Path.Combine(Disk, "images");

    public string SharedMemory => Path.Combine(Disk, "shm");

    public string Steps => Path.Combine(_folder, "steps");

    public string Output => Path.Combine(_folder, "output");

    /// <summary>Where podman writes the id of the container's first process.</summary>
    public string ProcessFile => Path.Combine(_folder, "pid");

    /// <summary>Whether the container's first process runs, or ran.</summary>
    public bool HasStarted => File.Exists(ProcessFile);

    /// <summary>Whether the service has said that it is ready.</summary>
    public bool SaysReady => File.Exists(_space.Root + Path.Combine(Home, ReadyFile));

    /// <summary>The name of the build's folder and container.</summary>
    public string Name => Path.GetFileName(_folder);

    /// <summary>How many bytes the disk still takes.</summary>
    public long FreeBytes => new DriveInfo(_space.Root + Disk).AvailableFreeSpace;

    /// <summary>Makes the folder of a build, with an empty disk.</summary>
    public static async Task<BuildFolder> MakeAsync(PodmanSpace space, string builds, ResourceLimits limits)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pluginci-{ServerProcess.Name}-{Interlocked.Increment(ref _lastNumber)}");
        var folder = new BuildFolder(space, Path.Combine(builds, name));
        Directory.CreateDirectory(folder.Disk);
        Directory.CreateDirectory(folder.Steps);
        var mounted = await space.RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={limits.DiskBytes},nr_inodes={limits.DiskBytes / BytesForEachFile},mode=0755,nosuid,nodev"), "pluginci", folder.Disk);
        if (mounted is not null)
        {
            await folder.RemoveAsync();
            throw new OutsideException($"The disk of a build could not be mounted on {folder.Disk}. It said: {mounted}");
        }

        return folder;
    }

    /// <summary>Removes what builds of servers that no longer run have left.</summary>
    public static async Task RemoveLeftoversAsync(PodmanSpace space, string builds)
    {
        foreach (var folder in Directory.GetDirectories(builds))
        {
            if (Path.GetFileName(folder).Split('-') is [_, var process, var start, _] && !ServerProcess.MayRun($"{process}-{start}"))
            {
                await new BuildFolder(space, folder).RemoveAsync();
            }
        }
    }

    /// <summary>Makes the folders of the disk, and copies the checkout to it.</summary>
    /// <param name="request">The build.</param>
    /// <param name="hasCheckout">False to leave the workspace empty.</param>
    /// <returns>False when it does not fit.</returns>
    public async Task<bool> TryFillAsync(BuildRequest request, bool hasCheckout)
    {
        var obstacle = await _space.RunAsync("/bin/sh", "-c", Fill, "fill", hasCheckout ? request.Workspace : Steps, Disk, _space.Owner);
        return obstacle is null || (obstacle.Contains("No space left", StringComparison.Ordinal)
            ? false
            : throw new OutsideException($"The workspace of build '{request.Build}' could not be filled: {obstacle}"));
    }

    /// <summary>Removes the folder, after the build's container.</summary>
    public async Task RemoveAsync()
    {
        // Lazily, so that somebody who looks into it does not keep it.
        await _space.RunAsync("umount", "--lazy", Disk);
        Directory.Delete(_folder, recursive: true);
    }
}
