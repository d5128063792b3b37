using System.Diagnostics;
using static PluginCi.Testing.ToolImage;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>A store of podman's for one class of tests, with one small image that is made of this machine's own programs.</summary>
public sealed class PodmanMachine : IDisposable
{
    private readonly Lazy<string> _storage;

    public PodmanMachine() => _storage = new Lazy<string>(MakeStorage);

    public const string Image = ToolImage.Name;

    /// <summary>Null, or why this machine cannot run the plugin.</summary>
    public static string? Obstacle { get; } =
        !File.Exists("/usr/bin/podman") ? "podman is not installed: apt-get install podman runc"
        : Environment.IsPrivilegedProcess && !Passes("unshare", "--mount", "mount", "-t", "tmpfs", "pluginci", "/mnt") ? "This machine does not let root mount a disk."
        : !Environment.IsPrivilegedProcess && !Passes("podman", "unshare", "test", "-w", "/proc/self/uid_map") ? "Not root, and podman has no user namespace for this account: it needs newuidmap and ranges in /etc/subuid and /etc/subgid."
        : null;

    /// <summary>Whether containers have control groups here, as they always have for root.</summary>
    public static bool HasGroups { get; } =
        Environment.IsPrivilegedProcess || (Obstacle is null && Run("podman", "--log-level", "error", "info", "--format", "{{.Host.CgroupControllers}}").Contains("memory", StringComparison.Ordinal));

    /// <summary>The folder for the plugin's setting <c>storage</c>.</summary>
    public string Storage => _storage.Value;

    /// <summary>Runs podman on the store, and wants it to do what it is asked.</summary>
    public string Podman(params string[] arguments) => Run("podman", ["--root", Path.Combine(Storage, "storage"), "--runroot", Path.Combine(Storage, "run"), .. arguments]);

    /// <summary>Makes another image of the same files.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="changes">What is said of it, as in a Dockerfile.</param>
    public void Import(string name, params string[] changes) =>
        Podman(["import", "--quiet", .. changes.SelectMany(change => new[] { "--change", change }), Path.Combine(Storage, "image.tar"), name]);

    public void Dispose()
    {
        if (_storage.IsValueCreated)
        {
            Podman("rm", "--all", "--force", "--time", "0");
            RemoveStore(Storage);
        }
    }

    /// <summary>Removes the folder of a store that has no containers.</summary>
    public static void RemoveStore(string storage) => RunInSpace("sh", "-c", "umount --recursive \"$0\"/storage/overlay 2> /dev/null; rm -rf \"$0\"", storage);

    /// <summary>Runs a program where podman's mounts are.</summary>
    /// <returns>What it printed.</returns>
    public static string RunInSpace(params string[] command) => Environment.IsPrivilegedProcess ? Run(command[0], command[1..]) : Run("podman", ["--log-level", "error", "unshare", .. command]);

    private static bool Passes(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, WorkingDirectory = "/" })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string MakeStorage()
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-podman-").FullName;
        Run("podman", "--root", Path.Combine(folder, "storage"), "--runroot", Path.Combine(folder, "run"), "import", "--quiet", "--change", "ENV FROM_IMAGE=yes", ToolImage.Pack(folder), Image);
        return folder;
    }
}
